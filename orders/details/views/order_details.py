"""Order Details: one order with everything the store said and everything that happened."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.htmx import wants_part
from core.people import signed_in
from core.refusals import telling_refusals
from orders.details.actions.immediate import BY_KEY
from orders.details.forms.notes import OrderNoteForm
from orders.details.forms.tags import TagForm
from orders.details.menus import menu, stars_of
from orders.details.next_step import next_step
from orders.details.order_parts import load_parts
from orders.details.related import related_to
from orders.models import AddressKind, EventKind, Order
from orders.opening import open_order
from orders.refunds.views.refund_panel import refunds_context
from orders.state.balances import order_balance
from orders.state.quantities import gone_of
from orders.state.timeline import timeline_of
from settings.access import rights_of
from settings.rights import Right
from stores.models import ChangeState
from stores.next_tries import with_next_tries

_WITH = ("company__connection__status_uploads", "company__website_options", "original")
# While the website is being told of something, the page follows.
_MOVING = (ChangeState.WAITING, ChangeState.SENDING)


@require_safe
def order_detail(request: HttpRequest, order_id: int) -> HttpResponse:
    """The page, or its timeline alone. At most twelve statements, however large the order is."""
    order = open_order(request, order_id, Right.VIEW, *_WITH)
    context = {
        "order": order,
        "timeline": timeline_of(order, request.GET),
        "event_kinds": EventKind.choices,
    }
    if wants_part(request, "timeline"):
        return render(request, "orders/details/_timeline.html", context)
    changes = load_parts(order)
    rights, starred = rights_of(request.user, order.company), stars_of(request.user)
    addresses = {address.kind: address for address in order.rows_of("addresses")}
    shipping_address = addresses.get(AddressKind.SHIPPING)
    context |= {
        "toolbox": menu("toolbox", order, rights, starred),
        "actions": menu("actions", order, rights, starred),
        "may_here": rights,
        "next_step": next_step(order, rights),
        "is_moving": any(change.state in _MOVING for change in changes),
        **_panels(order, hides_system="1" in request.GET.getlist("staff_only")),
        "billing_address": addresses.get(AddressKind.BILLING),
        "shipping_address": shipping_address,
        "website_updates": with_next_tries(reversed(changes)),
        "related": related_to(order, shipping_address),
        **refunds_context(order, changes),
    }
    return render(request, "orders/details/order_detail.html", context)


@require_POST
def order_at_once(request: HttpRequest, order_id: int, entry: str) -> HttpResponse:
    """Do what an entry of the Actions menu does without asking more."""
    chosen = BY_KEY.get(entry)
    if chosen is None:
        raise Http404("There is no such action.")
    order = open_order(request, order_id, chosen.right)
    with telling_refusals(request, f"{chosen.label} is not possible."):
        chosen.do(order, signed_in(request))
        messages.success(request, chosen.done)
    return redirect("order_detail", order_id=order.pk)


def _panels(order: Order, *, hides_system: bool) -> dict[str, Any]:
    notes = order.rows_of("notes")
    return {
        "lines": [(line, gone_of(order, line)) for line in order.rows_of("lines")],
        "taxes": order.rows_of("taxes"),
        "balance": order_balance(order),
        "payments": order.rows_of("payments"),
        "shipping_groups": order.rows_of("shipping_groups"),
        "packages": order.rows_of("packages"),
        "conflicts": [one for one in order.rows_of("conflicts") if one.settled_at is None],
        "notes": [note for note in notes if note.by_id] if hides_system else notes,
        "has_system_notes": any(note.by_id is None for note in notes),
        "hides_system": hides_system,
        "note_form": OrderNoteForm(),
        "tags": order.rows_of("tags"),
        "tag_form": TagForm(),
    }
