"""Manage Orders."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from core.htmx import render_page_or_part
from core.numbers import whole_number
from core.people import signed_in
from orders.desk.filtering.catalogue import BY_NAME, FILTERS
from orders.desk.filtering.days import PRESETS
from orders.desk.filtering.kinds import ChoiceFilter, Choices, Filter, Values
from orders.desk.filters import OrderFilters, zone_of
from orders.desk.listing.columns import ListColumn, chosen
from orders.desk.listing.counting import OrderCount, count, estimate
from orders.desk.listing.named_views import views_for
from orders.desk.listing.pages import OrderListPage, page_of
from orders.desk.listing.sorting import SORTS, ListPlace
from orders.desk.listing.table_rows import rows_of
from orders.models import Order, Package
from settings.access import require_somewhere
from settings.models import Company, Preference
from settings.rights import Right
from shipping.models import ShippingService

ORDERS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class ListedFilter:
    """A filter on the page, with what is chosen."""

    filter: Filter
    values: Values
    choices: Choices
    in_words: str
    without: str


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """A column's head: `url` sorts by it, `direction` is what aria-sort says."""

    column: ListColumn
    url: str
    direction: str


@require_safe
def order_list(request: HttpRequest) -> HttpResponse:
    """Orders of the user's companies; what the query names narrows, sorts and pages the list."""
    companies = list(Company.objects.where_may(request.user, Right.VIEW))
    if not companies and Company.objects.visible_to(request.user).exists():
        require_somewhere(request.user, Right.VIEW)
    if request.GET.get("open") and (found := _named_by(request.GET.get("q", ""), companies)):
        return redirect("order_detail", order_id=found.pk)
    filters = OrderFilters.of(request.GET)
    place = ListPlace.of(request.GET)
    everything = Order.objects.of_companies(companies)
    orders = filters.apply(everything, zone_of(companies, filters.company))
    expected = estimate(orders)
    page = page_of(orders, place, ORDERS_PER_PAGE, is_small=expected.is_small)
    _give_companies(page, companies)
    kept = _kept(request, filters, place)
    columns = _columns(request, companies)
    context = {
        "page": page,
        "rows": rows_of(page.orders, columns),
        "heads": [_head(column, place, kept) for column in columns],
        "count": count(orders, expected) if page.total is None else OrderCount(page.total),
        "links": _links(page, kept),
        "filters": filters,
        "kept": kept,
        "query": urlencode(kept),
        "sortings": _sortings(place, kept),
        "views": views_for(request.user, companies),
        "place": place,
        "q": " ".join(filters.values("q")),
        "has_orders": bool(page) or filters.is_active,
        "companies": companies,
        **_filter_context(request, filters, companies, kept),
    }
    return render_page_or_part(
        request, "orders/desk/order_list.html", "orders/desk/_order_table.html", context
    )


def _named_by(text: str, companies: list[Company]) -> Order | None:
    """The one order whose Order ID, Channel Order # or tracking number is just `text`."""
    number = text.strip()
    if not number or "\0" in number:
        return None
    named = Q(store_order_id=number) | Q(
        pk__in=Package.objects.filter(tracking_number=number).values("order")
    )
    if (own := whole_number(number)) is not None:
        named |= Q(pk=own)
    found = list(Order.objects.of_companies(companies).filter(named).order_by()[:2])
    return found[0] if len(found) == 1 else None


def _give_companies(page: OrderListPage, companies: list[Company]) -> None:
    # They are read already; the database would join them to every order it counts.
    by_id = {company.pk: company for company in companies}
    for order in page:
        order.company = by_id[order.company_id]


def _kept(request: HttpRequest, filters: OrderFilters, place: ListPlace) -> list[tuple[str, str]]:
    """What all links of the page keep of the address: filters, sorting, columns, not the place."""
    kept = filters.pairs()
    if place.parameter:
        kept.append(("sort", place.parameter))
    if request.GET.get("columns"):
        kept.append(("columns", request.GET["columns"]))
    return kept


def _columns(request: HttpRequest, companies: list[Company]) -> tuple[ListColumn, ...]:
    """The columns that the address names, else the person's own, else the usual ones.

    The usual ones leave out the company where there is but one.
    """
    if named := request.GET.get("columns"):
        return chosen(named.split(","))
    preference = Preference.objects.filter(user_id=signed_in(request).pk)
    own = preference.values_list("order_columns", flat=True).first() or ()
    columns = chosen(own)
    if own or len(companies) > 1:
        return columns
    return tuple(column for column in columns if column.key != "company")


def _head(column: ListColumn, place: ListPlace, kept: list[tuple[str, str]]) -> ColumnHead:
    sort = next((sort for sort in SORTS if sort.name == column.sort), None)
    if sort is None:
        return ColumnHead(column, "", "")
    is_by_it = place.sort is sort
    descending = not place.is_descending if is_by_it else sort.is_descending
    word = f"-{sort.name}" if descending else sort.name
    direction = ("descending" if place.is_descending else "ascending") if is_by_it else ""
    return ColumnHead(column, _url(kept, sort=word), direction)


def _sortings(place: ListPlace, kept: list[tuple[str, str]]) -> list[tuple[str, str, bool]]:
    """The entries of the menu Sort by: label, address, and whether the list is sorted so."""
    entries = []
    for sort in SORTS:
        for is_descending in (sort.is_descending, not sort.is_descending):
            label = f"{sort.label}, {'descending' if is_descending else 'ascending'}"
            word = f"-{sort.name}" if is_descending else sort.name
            is_current = place.sort is sort and place.is_descending == is_descending
            entries.append((label, _url(kept, sort=word), is_current))
    return entries


def _links(page: OrderListPage, kept: list[tuple[str, str]]) -> dict[str, str]:
    links: dict[str, str] = {}
    if page.before:
        links |= {"first": _url(kept), "previous": _url(kept, before=page.before)}
    if page.after:
        links |= {"next": _url(kept, after=page.after), "last": _url(kept, last="1")}
    return links


def _url(kept: list[tuple[str, str]], **changes: str) -> str:
    pairs = [pair for pair in kept if pair[0] not in changes]
    return "?" + urlencode([*pairs, *changes.items()])


def _filter_context(
    request: HttpRequest,
    filters: OrderFilters,
    companies: list[Company],
    kept: list[tuple[str, str]],
) -> dict[str, Any]:
    added = [name for name in request.GET.getlist("add") if name in BY_NAME]
    shown = []
    for one in FILTERS:
        values = filters.values(one.name)
        if not (one.is_default or values or one.name in added):
            continue
        if one.name == "company" and len(companies) < 2:
            continue
        choices = _choices(one, companies)
        names = {one.name, f"{one.name}_from", f"{one.name}_to"}
        without = "?" + urlencode([pair for pair in kept if pair[0] not in names])
        shown.append(ListedFilter(one, values, choices, _words(one, values, choices), without))
    names = {one.filter.name for one in shown}
    others = [one for one in FILTERS if not one.is_default and one.name not in names]
    pending = [("add", name) for name in added if not filters.values(name)]
    return {
        "shown": shown,
        "addable": [
            (one.label, "?" + urlencode([*kept, *pending, ("add", one.name)])) for one in others
        ],
        "presets": PRESETS,
        "added": added,
    }


def _words(one: Filter, values: Values, choices: Choices) -> str:
    return one.in_words(values, choices) if values else ""


def _choices(one: Filter, companies: list[Company]) -> Choices:
    if not isinstance(one, ChoiceFilter):
        return ()
    if one.name == "company":
        return [(str(company.pk), company.name) for company in companies]
    if one.name == "service":
        services = ShippingService.objects.select_related("carrier")
        return [(str(service.pk), str(service)) for service in services]
    return one.choices
