"""Edit Shipping Method: the service and rush of each shipping group."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from django.http import QueryDict

from orders.models import OrderShippingGroup
from shipping.lookup import ServiceLookup, UnknownService
from shipping.models import ShippingService


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """The fields of one shipping group."""

    group: OrderShippingGroup
    text: str
    is_rush: bool
    problem: str = ""


class ServicesForm:
    """The service and rush of each shipping group of an order, as typed or as saved."""

    def __init__(
        self,
        data: QueryDict | None,
        groups: Sequence[OrderShippingGroup],
        lookup: ServiceLookup,
    ) -> None:
        self.chosen: dict[int, tuple[ShippingService | None, bool]] = {}
        self._lookup = lookup
        read = self._saved if data is None else partial(self._typed, data)
        self.rows = [read(group) for group in groups]

    def is_valid(self) -> bool:
        """Whether every text names a service or is empty; `chosen` then has them by group id."""
        return not any(row.problem for row in self.rows)

    def _saved(self, group: OrderShippingGroup) -> ServiceRow:
        text = self._lookup.label(group.service_id) if group.service_id else ""
        return ServiceRow(group=group, text=text, is_rush=group.is_rush)

    def _typed(self, data: QueryDict, group: OrderShippingGroup) -> ServiceRow:
        text = data.get(f"service_{group.pk}", "")
        is_rush, problem, service = f"rush_{group.pk}" in data, "", None
        try:
            service = self._lookup.find(text, kept=group.service_id) if text.strip() else None
        except UnknownService as unknown:
            problem = str(unknown)
        if not text.strip() and is_rush != group.is_rush:
            problem = "Choose a Shipping Method too, or leave Rush Service as it was."
        self.chosen[group.pk] = (service, is_rush)
        return ServiceRow(group=group, text=text, is_rush=is_rush, problem=problem)
