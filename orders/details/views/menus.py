"""Toolbox and Actions of an order: searching without JavaScript, and stars."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.people import signed_in
from orders.details.menus import KEYS, MENUS, menu, menu_of, stars_of
from orders.opening import open_order
from settings.access import rights_of
from settings.menus import switch_star
from settings.rights import Right
from settings.views.menus import next_page


@require_safe
def order_menu(request: HttpRequest, order_id: int, name: str) -> HttpResponse:
    """A menu of an order as a page; `q` narrows it to entries with these words."""
    if name not in MENUS:
        raise Http404("There is no such menu.")
    order = open_order(request, order_id, Right.VIEW)
    rights, words = rights_of(request.user, order.company), request.GET.get("q", "")
    context = {
        "order": order,
        "name": name,
        "entries": menu(name, order, rights, stars_of(request.user), words=words),
        "words": words,
        "star_url": reverse("order_star", args=[order.pk]),
    }
    return render(request, "orders/details/order_menu.html", context)


@require_POST
def order_star(request: HttpRequest, order_id: int) -> HttpResponse:
    """Star an entry or take its star away, and go back to where the person was."""
    order = open_order(request, order_id, Right.VIEW)
    key = request.POST.get("entry", "")
    if key not in KEYS:
        raise Http404("There is no such entry.")
    switch_star(signed_in(request), key)
    if not request.headers.get("HX-Request"):
        return redirect(next_page(request) or reverse("order_detail", args=[order.pk]))
    rights, stars = rights_of(request.user, order.company), stars_of(request.user)
    context = {"star_url": request.path, "entries": menu(menu_of(key), order, rights, stars)}
    return render(request, "parts/_menu_entries.html", context)
