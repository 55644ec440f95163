"""The filters of Manage Orders, read from the address: a link shows a colleague the same list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from orders.desk.filtering.catalogue import BY_NAME, FILTERS
from orders.desk.filtering.kinds import Filter, Values
from orders.models import OrderQuerySet, OrderStatus
from settings.models import Company


@dataclass(frozen=True, slots=True)
class OrderFilters:
    """What narrows the list: the values of each filter that is asked for, by its name."""

    asked: tuple[tuple[str, Values], ...] = ()

    @classmethod
    def of(cls, query: Mapping[str, Any] | str) -> "OrderFilters":
        """The filters that an address names; what is unknown counts as not asked for.

        `query` is a request's GET, a query string, or a mapping of names to one text each.
        """
        data = query if isinstance(query, QueryDict) else _query_dict(query)
        read = ((one.name, one.read(data)) for one in FILTERS)
        return cls(tuple((name, values) for name, values in read if values))

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self.asked)

    @property
    def company(self) -> str:
        """The id of the one company that is asked for; '' for none and for several."""
        values = self.values("company")
        return values[0] if len(values) == 1 else ""

    def values(self, name: str) -> Values:
        """The values of one filter; () when it is not asked for."""
        return dict(self.asked).get(name, ())

    def items(self) -> list[tuple[Filter, Values]]:
        """The filters that are asked for, with their values."""
        return [(BY_NAME[name], values) for name, values in self.asked]

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of an address that names these filters."""
        return [pair for one, values in self.items() for pair in one.pairs(values)]

    def query_string(self) -> str:
        """These filters as a query string without ?, always in the same order."""
        return urlencode(self.pairs())

    def without(self, name: str) -> "OrderFilters":
        """These filters but one."""
        return OrderFilters(tuple(pair for pair in self.asked if pair[0] != name))

    def apply(self, orders: OrderQuerySet, zone: tzinfo) -> OrderQuerySet:
        """`orders` that fit; days are those of `zone`. Void orders only when asked for."""
        for one, values in self.items():
            orders = orders.filter(one.narrow(values, zone))
        if not self.values("status"):
            orders = orders.exclude(order_status=OrderStatus.VOID)  # hidden, like a delete
        return orders


def zone_of(companies: list[Company], chosen: str) -> tzinfo:
    """The time zone that days are meant in: of the company chosen, or of the only one."""
    fitting = [company for company in companies if chosen in ("", str(company.pk))]
    if len(fitting) == 1:
        return fitting[0].zone
    return timezone.get_default_timezone()


def _query_dict(query: Mapping[str, Any] | str) -> QueryDict:
    if isinstance(query, str):
        return QueryDict(query)
    data = QueryDict(mutable=True)
    data.update(query)
    return data
