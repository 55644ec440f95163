"""`CsCartStore`: a CS-Cart store behind the house's `Store` port."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import Any

from django.conf import settings as django_settings

from cscart_connector.cscart import translate, wire
from cscart_connector.cscart.client import CsCartClient, Login, Patience
from cscart_connector.cscart.diagnosis import diagnose
from cscart_connector.cscart.listing import Listing, listed_rows
from cscart_connector.cscart.pace import SharedPace
from cscart_connector.cscart.sending import ROWS_PER_PAGE, Sending
from cscart_connector.cscart.statuses import StatusTable
from cscart_connector.cscart.walk import Params, walk_pages
from cscart_connector.cscart.wire import Row, mapping, text, whole
from settings.models import Addressing, StatusReading, StoreConnection
from stores.errors import (
    StoreForbidden,
    StoreLoginRejected,
    StoreRecordMissing,
    StoreRefused,
)
from stores.port import (
    Finding,
    StoreAbilities,
    StoreOrder,
    StoreShipment,
    StoreShippingMethod,
    StoreStatus,
    UnreadableOrder,
)

# Somebody waits for the answer of Test Settings: no second try, and no minute for a first.
TEST_PATIENCE = Patience(connect=10, read=25, whole=40, tries=1)

# No order can have changed after this moment (1 January 2100): a store that lists any does not
# know the filter.
FAR_FUTURE = 4_102_444_800


class CsCartStore(Listing, Sending):
    """One company's CS-Cart store. Methods as in `stores.port.Store`."""

    def __init__(self, connection: StoreConnection, client: CsCartClient | None = None) -> None:
        self._clock: datetime | None = None
        self._can_list_whole_orders = True
        self._parallel = connection.parallel_requests
        self._scope = connection.scope_company_id
        self._chosen_readings = _chosen_readings(connection)
        self._login = Login(
            base_url=connection.store_url.rstrip("/"),
            email=connection.api_email,
            api_key=connection.api_key,
            with_rewriting=connection.addressing == Addressing.REWRITE,
            language=connection.language,
        )
        # One more than fetch orders at a time: the next page of a list is read meanwhile.
        self._client = client or CsCartClient(
            self._login,
            connections=self._parallel + 1,
            patience=_patience(),
            pace=self._shared_pace(),
        )

    def abilities(self) -> StoreAbilities:
        """Probe for the filter by time of change; releases that have it list whole orders too."""
        params = self._scoped({"updated_at_from": FAR_FUTURE, "items_per_page": 1})
        answer = self._get("orders", params)
        _, total = listed_rows(answer)
        knows_filter = total == 0
        if knows_filter:
            # An empty store answers the same without the filter; then nothing can be missed.
            self._check_it_is_an_orders_list(answer)
        return StoreAbilities(finds_changed_orders=knows_filter, lists_whole_orders=knows_filter)

    def clock(self) -> datetime:
        """See `Store`."""
        return self._clock or datetime.now(UTC)

    def fetch_orders(
        self, store_order_ids: Sequence[str]
    ) -> Iterator[StoreOrder | UnreadableOrder]:
        """See `Store`. As many at a time as the connection allows."""
        with ThreadPoolExecutor(max_workers=self._parallel) as pool:
            for order in pool.map(self._fetch, store_order_ids):
                if order is not None:
                    yield order

    def read(self, document: dict[str, Any]) -> StoreOrder | UnreadableOrder:
        """See `Store`."""
        return translate.order(document, self._statuses)

    def shipments_after(self, last_shipment_id: int) -> Iterator[list[StoreShipment]]:
        """See `Store`. No filter by number exists: the newest come first until one is known."""
        walk = walk_pages(
            self._shipments_page, {"sort_by": "id", "sort_order": "desc"}, ROWS_PER_PAGE
        )
        try:
            for rows, _, _ in walk:
                numbers = [whole(row, "shipment_id") for row in rows]
                fresh = [
                    row
                    for row, number in zip(rows, numbers, strict=True)
                    if number > last_shipment_id
                ]
                yield _shipments(fresh)
                if len(fresh) < len(rows):
                    return
        except StoreForbidden:
            return  # Test Settings says so; orders come in all the same

    def shipments_of(self, store_order_ids: Sequence[str]) -> Iterator[StoreShipment]:
        """See `Store`."""
        with ThreadPoolExecutor(max_workers=self._parallel) as pool:
            for rows in pool.map(self._shipments_of, store_order_ids):
                yield from _shipments(rows)

    def known_statuses(self) -> StatusTable:
        """See `Sending`."""
        return self._statuses

    def statuses(self) -> Sequence[StoreStatus]:
        """See `Store`."""
        return self._statuses.all()

    def shipping_methods(self) -> Sequence[StoreShippingMethod]:
        """See `Store`."""
        answer = self._get("shippings", {"items_per_page": 0})
        if not isinstance(answer, dict) or "shippings" not in answer:
            raise StoreRefused("The store's list of shipping methods cannot be read.")
        return [
            StoreShippingMethod(
                store_shipping_id=text(row, "shipping_id"),
                name=text(row, "shipping"),
                is_active=text(row, "status") == "A",
            )
            for row in wire.rows(answer, "shippings")
        ]

    def diagnose(
        self, open_client: Callable[[Login], CsCartClient] | None = None
    ) -> Iterator[Finding]:
        """See `Store`. `open_client` serves tests that have less patience still."""
        return diagnose(self._login, open_client or self._impatient, self.abilities)

    def close(self) -> None:
        """Give back network connections."""
        self._client.close()

    def _shared_pace(self) -> SharedPace:
        seconds = django_settings.STORE_TIMEOUT_SECONDS
        return SharedPace(self._login.base_url, self._parallel, seconds)

    def _impatient(self, login: Login) -> CsCartClient:
        return CsCartClient(login, patience=TEST_PATIENCE, pace=self._shared_pace())

    def _shipments_of(self, store_order_id: str) -> list[Row]:
        try:
            return list(self._client.shipments_of(store_order_id))
        except StoreForbidden:
            return []

    def _get(self, path: str, params: Params) -> Any:
        answer, headers = self._client.get(path, params)
        if self._clock is None:
            self._clock = _clock(headers)
        return answer

    def _fetch(self, store_order_id: str) -> StoreOrder | UnreadableOrder | None:
        try:
            document, _ = self._client.get(f"orders/{store_order_id}")
        except StoreRecordMissing:
            return None
        if not isinstance(document, dict):
            sentence = "The store answered with something that is not an order."
            return UnreadableOrder(store_order_id=store_order_id, sentence=sentence)
        return translate.order(document, self._statuses)

    @cached_property
    def _statuses(self) -> StatusTable:
        params: Params = {"type": "O", "items_per_page": 0}
        try:
            answer, _ = self._client.get("statuses", params)
        except StoreLoginRejected:
            raise
        except StoreRefused:
            # Reading statuses needs the right to manage them, which many administrators lack.
            return StatusTable(chosen=self._chosen_readings)
        listed = mapping(answer, "statuses") if isinstance(answer, dict) else {}
        rows = (row for row in listed.values() if isinstance(row, dict))
        return StatusTable(rows, chosen=self._chosen_readings)

    def _check_it_is_an_orders_list(self, answer: object) -> None:
        if not isinstance(answer, dict) or "params" not in answer:
            raise StoreRefused(
                "The address answers, but not like CS-Cart's API. Check the Website URL."
            )


def _patience() -> Patience:
    seconds = django_settings.STORE_TIMEOUT_SECONDS
    return Patience(
        connect=min(10.0, seconds),
        read=seconds,
        whole=3 * seconds,
        first_pause=min(1.0, seconds / 10),
        longest_pause=min(30.0, seconds / 2),
    )


def _chosen_readings(connection: StoreConnection) -> dict[str, StatusReading]:
    """Readings that staff chose, by letter; none for a connection that is not saved."""
    if connection._state.adding:
        return {}
    chosen = connection.statuses.exclude(chosen_reading="")
    return {row.code: StatusReading(row.chosen_reading) for row in chosen}


def _shipments(rows: list[Row]) -> list[StoreShipment]:
    read = (translate.shipment(row) for row in rows)
    return [shipment for shipment in read if shipment is not None]


def _clock(headers: dict[str, str]) -> datetime:
    """The store's own time; ours only when its server sends none."""
    try:
        return parsedate_to_datetime(headers["date"]).astimezone(UTC)
    except (KeyError, ValueError):
        return datetime.now(UTC)
