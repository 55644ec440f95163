"""Ship together: orders that go to one address, group by group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders.desk.ship_together import MOST_ORDERS, groups_at
from settings.access import require_somewhere
from settings.models import Company
from settings.rights import Right


@require_safe
def together_list(request: HttpRequest) -> HttpResponse:
    """The groups of the user's companies; each opens Ship Orders with its orders ticked."""
    require_somewhere(request.user, Right.VIEW)
    companies = list(Company.objects.where_may(request.user, Right.VIEW))
    may_ship = set(Company.objects.where_may(request.user, Right.SHIP).values_list("pk", flat=True))
    context = {"groups": groups_at(companies), "may_ship": may_ship, "most": MOST_ORDERS}
    return render(request, "orders/desk/together_list.html", context)
