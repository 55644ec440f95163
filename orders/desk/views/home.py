"""Home: what needs a person today, and whether orders come in and go out."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from notices.models import Notice
from orders.desk.filters import zone_of
from orders.desk.listing.named_views import READY_MADE, counted
from orders.desk.overview.chart import orders_a_day
from orders.desk.overview.health import health_of
from orders.models import LeftOutOrder, LeftOutReason, OrderActionRequest
from settings.models import Company
from settings.rights import Right

# Views whose orders should not be there; the others are the day's work.
_ALARMS = ("Needs attention", "Late")


@dataclass(frozen=True, slots=True)
class Tile:
    """A number that leads to its list."""

    label: str
    number: str
    url: str
    is_alarm: bool = False


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page; whoever may not see any orders gets the companies instead."""
    companies = Company.objects.where_may(request.user, Right.VIEW)
    health = health_of(companies)
    chosen = [row.company for row in health]
    if not chosen and Company.objects.visible_to(request.user).exists():
        return redirect("company_list")
    zone = zone_of(chosen, "")
    context = {
        "notices": Notice.objects.for_bell_of(request.user).select_related("company"),
        "tiles": _tiles(request, chosen),
        "health": health,
        "chart": orders_a_day(chosen, timezone.localdate(timezone=zone), zone),
        "zone": zone,
    }
    return render(request, "orders/desk/home.html", context)


def _tiles(request: HttpRequest, companies: list[Company]) -> list[Tile]:
    page = reverse("order_list")
    failed = LeftOutOrder.objects.filter(company__in=companies).failed().count()
    return [
        *(
            Tile(
                view.name,
                str(view.count),
                f"{page}?{view.query}",
                is_alarm=view.name in _ALARMS and str(view.count) != "0",
            )
            for view in counted(READY_MADE, companies)
        ),
        Tile(
            "Failed to import",
            str(failed),
            f"{reverse('left_out_list')}?reason={LeftOutReason.FAILED}",
            is_alarm=failed > 0,
        ),
        *_requests_tile(request),
    ]


def _requests_tile(request: HttpRequest) -> list[Tile]:
    """What waits for somebody who may refund; nobody else may open the list."""
    companies = Company.objects.where_may(request.user, Right.REFUND)
    if not companies.exists():
        return []
    number = OrderActionRequest.objects.filter(order__company__in=companies).pending().count()
    return [Tile("Order Action Requests", str(number), reverse("request_list"))]
