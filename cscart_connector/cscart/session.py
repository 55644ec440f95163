"""What all requests to one open store share: its client, its scope, its statuses, its clock."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any, TypeVar

from cscart_connector.cscart.client import CsCartClient
from cscart_connector.cscart.statuses import StatusTable
from cscart_connector.cscart.walk import Params
from cscart_connector.cscart.wire import mapping
from settings.models import StatusReading
from stores.errors import StoreLoginRejected, StoreRefused

Item = TypeVar("Item")
Found = TypeVar("Found")


class StoreSession:
    """One store while it is open. Safe to use from several threads at once.

    `scope` is the vendor or storefront to which the connection is limited, '' for none;
    `chosen_readings` are readings of statuses, by letter, that staff prefer to the usual ones.
    `vat_number_field` is the number of the customers' field that has it, '' where none has.
    `can_list_whole_orders` becomes False once the store has failed to.
    """

    def __init__(
        self,
        client: CsCartClient,
        *,
        parallel: int,
        scope: str,
        chosen_readings: dict[str, StatusReading],
        vat_number_field: str = "",
    ) -> None:
        self.client = client
        self.can_list_whole_orders = True
        self._parallel = parallel
        self._scope = scope
        self._chosen_readings = chosen_readings
        self.vat_number_field = vat_number_field
        self._clock: datetime | None = None

    def get(self, path: str, params: Params) -> Any:
        """The JSON of an answer. The first one sets the clock."""
        answer, headers = self.client.get(path, params)
        if self._clock is None:
            self._clock = _clock(headers)
        return answer

    def clock(self) -> datetime:
        """The store's own time when it first answered; ours if it has not answered yet."""
        return self._clock or datetime.now(UTC)

    def in_parallel(self, ask: Callable[[Item], Found], items: Iterable[Item]) -> Iterator[Found]:
        """What `ask` gives for each item, in their order, as many at a time as is allowed."""
        with ThreadPoolExecutor(max_workers=self._parallel) as pool:
            yield from pool.map(ask, items)

    def scoped(self, params: Params) -> Params:
        """`params`, limited to the connection's vendor or storefront where one is set."""
        return params | ({"company_id": self._scope} if self._scope else {})

    @cached_property
    def statuses(self) -> StatusTable:
        """The store's order statuses, or the built-in ones where it does not show its own."""
        params: Params = {"type": "O", "items_per_page": 0}
        try:
            answer, _ = self.client.get("statuses", params)
        except StoreLoginRejected:
            raise
        except StoreRefused:
            # Reading statuses needs the right to manage them, which many administrators lack.
            return StatusTable(chosen=self._chosen_readings)
        listed = mapping(answer, "statuses") if isinstance(answer, dict) else {}
        rows = (row for row in listed.values() if isinstance(row, dict))
        return StatusTable(rows, chosen=self._chosen_readings)


def _clock(headers: dict[str, str]) -> datetime:
    """The store's own time; ours only when its server sends none."""
    try:
        return parsedate_to_datetime(headers["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return datetime.now(UTC)
