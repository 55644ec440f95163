"""Ship Orders: a row for each selected order; those with a tracking number leave in a job."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.people import signed_in
from core.refusals import telling_refusals
from orders.desk.bulk.selection import Selection
from orders.fulfilment.guards import why_not_ship
from orders.fulfilment.shipping_out import with_all_that_decides
from orders.fulfilment.tracking_files.catalogue import services_of
from orders.fulfilment.tracking_files.tracking_kind import ship_typed
from orders.fulfilment.tracking_files.tracking_row import TrackingColumn
from orders.models import Order, OrderLine
from orders.once import acting_once
from orders.state.quantities import remaining
from settings.access import require_somewhere
from settings.models import Company
from settings.rights import Right
from shipping.lookup import ServiceLookup, UnknownService
from shipping.tracking import NoTrackingNumber, doubt, tracking_numbers

MOST_ORDERS = 200


@dataclass(slots=True)
class ShipOrdersRow:
    """One order of the form. `why_not` says why it cannot leave, `problem` what was mistyped."""

    order: Order
    service: str
    tracking_number: str = ""
    why_not: str = ""
    problem: str = ""
    doubt: str = ""

    @property
    def left(self) -> list[tuple[OrderLine, int]]:
        """The lines of which something is left, and how much."""
        lines = [(line, remaining(line)) for line in self.order.lines.all()]
        return [(line, number) for line, number in lines if number]


@require_http_methods(["GET", "HEAD", "POST"])
def ship_orders(request: HttpRequest) -> HttpResponse:
    """Show the selected orders with the service of each; then ship them in a job per company."""
    require_somewhere(request.user, Right.SHIP)
    if request.method != "POST":
        return redirect("order_list")
    selection = Selection.of(request.POST)
    chosen = selection.orders(request.user, Right.SHIP).order_by("pk")
    number = chosen.count()
    orders = list(with_all_that_decides(chosen)[:MOST_ORDERS])
    lookup = ServiceLookup.of_catalogue()
    rows = _rows(request, orders, lookup)
    ready = [row for row in rows if not row.why_not]
    if request.POST.get("act") == "ship" and ready and _is_valid(request, ready, lookup):
        with telling_refusals(request), acting_once(request):
            return _start(request, ready)
        return redirect("job_list")
    context = {
        "rows": rows,
        "selection": selection,
        "number_ready": len(ready),
        "number_left_out": max(0, number - MOST_ORDERS),
        "most": MOST_ORDERS,
        "lacks_numbers": request.POST.get("act") == "ship"
        and not any(row.tracking_number for row in ready),
        "doubts": [row.doubt for row in rows if row.doubt],
        "services": lookup.choosable,
        "back": f"{reverse('order_list')}?{selection.query}".rstrip("?"),
    }
    return render(request, "orders/desk/ship_orders.html", context)


def _rows(
    request: HttpRequest, orders: Sequence[Order], lookup: ServiceLookup
) -> list[ShipOrdersRow]:
    usual, typed = services_of(orders), request.POST
    is_typed = typed.get("act") == "ship"
    return [
        ShipOrdersRow(
            order,
            service=typed.get(f"service_{order.pk}", "")
            if is_typed
            else (lookup.label(usual[order.pk].pk) if order.pk in usual else ""),
            tracking_number=typed.get(f"tracking_{order.pk}", "").strip()[:300],
            why_not=why_not_ship(order),
        )
        for order in orders
    ]


def _is_valid(request: HttpRequest, rows: Sequence[ShipOrdersRow], lookup: ServiceLookup) -> bool:
    """Whether every service and number can be read, and every doubt was seen; notes what is wrong.

    Rows without a number are skipped later, whatever their service says.
    """
    filled = [row for row in rows if row.tracking_number]
    for row in filled:
        try:
            service = lookup.find(row.service) if row.service.strip() else None
            numbers = tracking_numbers(row.tracking_number)
        except (UnknownService, NoTrackingNumber) as unknown:
            row.problem = str(unknown)
            continue
        code = service.carrier.code if service else ""
        said = " ".join(filter(None, (doubt(code, number) for number in numbers)))
        row.doubt = f"Order {row.order.pk} (#{row.order.store_order_id}): {said}" if said else ""
    seen = set(request.POST.getlist("doubt"))
    is_fine = not any(row.problem or (row.doubt and row.doubt not in seen) for row in filled)
    return bool(filled) and is_fine


def _start(request: HttpRequest, rows: Sequence[ShipOrdersRow]) -> HttpResponse:
    by, by_company = signed_in(request), defaultdict[Company, list[Mapping[str, str]]](list)
    for row in rows:
        by_company[row.order.company].append(
            {
                TrackingColumn.ORDER_ID.value: str(row.order.pk),
                TrackingColumn.SERVICE.value: row.service.strip(),
                TrackingColumn.TRACKING_NUMBER.value: row.tracking_number,
            }
        )
    uploads = [ship_typed(company, typed, by=by) for company, typed in by_company.items()]
    filled = sum(1 for row in rows if row.tracking_number)
    skipped = (
        f" {len(rows) - filled} without tracking number are skipped." if filled < len(rows) else ""
    )
    messages.success(
        request,
        f"Ship Orders has been scheduled for {filled} orders; the result is below.{skipped}",
    )
    if len(uploads) > 1:
        return redirect("job_list")
    return redirect("tracking_import", upload_id=uploads[0].pk)
