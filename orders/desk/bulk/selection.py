"""Which orders of Manage Orders a person has chosen: some by number, or all that a list shows."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import QueryDict

from orders.desk.filters import OrderFilters, zone_of
from orders.models import Order, OrderQuerySet
from settings.models import Company
from settings.rights import Right

MOST_IDS = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Orders that were ticked (`ids`), or all of the list with the address `query` except `but`.

    A list is read again whenever it is asked for: it has what fits now, not what did before.
    """

    ids: tuple[int, ...] = ()
    query: str = ""
    is_all: bool = False
    but: tuple[int, ...] = ()

    @classmethod
    def of(cls, form: QueryDict) -> "Selection":
        """The selection that a form of the list, or `as_fields`, sends."""
        return cls(
            ids=_ids([*form.getlist("order"), form.get("more", "")]),
            query=form.get("query", "")[:4000],
            is_all=form.get("all") == "1",
            but=_ids([form.get("but", "")]),
        )

    @classmethod
    def from_parameters(cls, parameters: Mapping[str, Any]) -> "Selection":
        """The selection that `as_parameters` wrote down."""
        return cls(
            ids=tuple(parameters["ids"]),
            query=parameters["query"],
            is_all=parameters["is_all"],
            but=tuple(parameters["but"]),
        )

    def as_parameters(self) -> dict[str, Any]:
        """The selection for a job."""
        return asdict(self)

    def as_fields(self) -> list[tuple[str, str]]:
        """The selection as names and values of hidden fields."""
        fields = [("query", self.query), ("more", _joined(self.ids))]
        if self.is_all:
            fields += [("all", "1"), ("but", _joined(self.but))]
        return fields

    def orders(self, user: AbstractBaseUser | AnonymousUser, right: Right) -> OrderQuerySet:
        """The chosen orders at companies where `user` has `right`."""
        orders = Order.objects.filter(company__in=Company.objects.where_may(user, right))
        if not self.is_all:
            return orders.filter(pk__in=self.ids)
        chosen = listed(orders, self.query, user)
        return chosen.exclude(pk__in=self.but) if self.but else chosen


def listed(
    orders: OrderQuerySet, query: str, user: AbstractBaseUser | AnonymousUser
) -> OrderQuerySet:
    """Those of `orders` that Manage Orders shows `user` under the address `query`."""
    filters = OrderFilters.of(QueryDict(query))
    companies = list(Company.objects.where_may(user, Right.VIEW))
    return filters.apply(orders, zone_of(companies, filters.company))


def _ids(texts: list[str]) -> tuple[int, ...]:
    numbers = re.findall(r"\d{1,18}", ",".join(texts))
    return tuple(sorted({int(number) for number in numbers[:MOST_IDS]}))


def _joined(ids: tuple[int, ...]) -> str:
    return ",".join(map(str, ids))
