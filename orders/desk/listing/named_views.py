"""Views with a name: ready-made ones, one's own, and those shared at a company."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import QueryDict

from orders.desk.filters import OrderFilters, zone_of
from orders.desk.listing.counting import OrderCount, count_each
from orders.models import Order, SavedView
from settings.models import Company
from settings.rights import Right

# Parameters of an address that a view may keep beside the filters.
_KEPT = ("sort", "columns")


@dataclass(frozen=True, slots=True)
class NamedView:
    """A name for a query string. `saved` is None for ready-made ones."""

    name: str
    query: str
    saved: SavedView | None = None
    count: OrderCount | None = None

    def is_at(self, query: str) -> bool:
        """Whether the address `query` shows this view."""
        return self.query == query


READY_MADE = (
    NamedView(
        "Ready to ship",
        "ready=1&sort=rush&columns=id%2Cstatus%2Cnumber%2Cdate%2Ccustomer%2Citems%2Cservice%2Cshipping",
    ),
    NamedView(
        "Needs attention",
        "attention=1&columns=id%2Cstatus%2Cwhy%2Cnumber%2Cdate%2Ccustomer%2Cpayment%2Cshipping",
    ),
    NamedView("Late", "late=1"),
    NamedView("Unmapped", "needs_method=1"),
    NamedView("Not notified", "not_notified=1"),
    NamedView("Unpaid", "unpaid=1"),
    NamedView("On hold", "status=on_hold"),
)


def views_for(user: AbstractBaseUser | AnonymousUser, seen: Sequence[Company]) -> list[NamedView]:
    """All views of a user who may see orders at `seen`, without counts: ready-made ones first."""
    saved = SavedView.objects.for_person(user, seen).select_related("company", "owner")
    return [*READY_MADE, *(NamedView(view.name, view.query, view) for view in saved)]


def counted(views: Sequence[NamedView], companies: list[Company]) -> list[NamedView]:
    """`views` with the number of orders of `companies` that each shows, up to a thousand."""
    queries, everything = [], Order.objects.of_companies(companies)
    for view in views:
        filters = OrderFilters.of(view.query)
        queries.append(filters.apply(everything, zone_of(companies, filters.company)))
    counts = count_each(queries)
    return [
        NamedView(view.name, view.query, view.saved, number)
        for view, number in zip(views, counts, strict=True)
    ]


def plain_query(query: str) -> str:
    """What a view keeps of an address: known filters, sorting and columns, in one order."""
    data = QueryDict(query)
    kept = QueryDict(OrderFilters.of(data).query_string(), mutable=True)
    for name in _KEPT:
        if data.get(name):
            kept[name] = data[name]
    return kept.urlencode()


def may_change(view: SavedView, user: AbstractBaseUser, settable: Sequence[Company]) -> bool:
    """Whether `user` may rename or delete it: the owner, and Company settings where it is shared.

    `settable` are the companies at which the user has that right.
    """
    return view.owner_id == user.pk or view.company in settable


def shareable(user: AbstractBaseUser | AnonymousUser) -> list[Company]:
    """The companies at which `user` may share views: those whose orders the user may edit."""
    return list(Company.objects.where_may(user, Right.EDIT))
