"""Tags of an order: put on, taken off."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.people import signed_in
from core.refusals import telling_refusals
from orders.details.forms.tags import TagForm
from orders.models import TagColour
from orders.opening import open_order
from orders.state.tagging import add_tag, remove_tag
from settings.rights import Right


@require_POST
def order_tags(request: HttpRequest, order_id: int) -> HttpResponse:
    """Put the tag `name` on the order, or take the tag `remove` off."""
    order, by = open_order(request, order_id, Right.EDIT), signed_in(request)
    form = TagForm(request.POST)
    with telling_refusals(request):
        if name := request.POST.get("remove", ""):
            messages.success(request, f"Tag taken off: {remove_tag(order, name, by=by)}.")
        elif form.is_valid():
            colour = TagColour(form.cleaned_data["colour"] or TagColour.GREY)
            tag = add_tag(order, form.cleaned_data["name"], colour=colour, by=by)
            messages.success(request, f"Tagged: {tag}.")
        else:
            messages.error(request, " ".join(str(one[0]) for one in form.errors.values()))
    return redirect(f"{reverse('order_detail', args=[order.pk])}#tags")
