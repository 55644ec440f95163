"""Export Orders: what the file shall have, and its job."""

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.people import signed_in
from orders.desk.bulk.selection import Selection
from orders.desk.bulk.starting import reach_of
from orders.desk.exporting.columns import as_listed
from orders.desk.exporting.export_job import start_export
from orders.desk.exporting.forms import ExportForm
from orders.desk.listing.columns import chosen
from settings.access import require_somewhere
from settings.models import Preference
from settings.rights import Right


@require_http_methods(["GET", "HEAD", "POST"])
def order_export(request: HttpRequest) -> HttpResponse:
    """Ask for format, rows and columns of an export of the selected orders; then start it."""
    require_somewhere(request.user, Right.VIEW)
    if request.method != "POST":
        return redirect("order_list")
    selection, by = Selection.of(request.POST), signed_in(request)
    back = f"{reverse('order_list')}?{selection.query}".rstrip("?")
    reach = reach_of(selection, Right.VIEW, by)
    if not reach.number:
        messages.error(request, "Tick the orders first, or choose all orders of the list.")
        return redirect(back)
    is_confirmed = request.POST.get("confirmed") == "1"
    form = ExportForm(request.POST if is_confirmed else None, listed=_listed(by))
    if is_confirmed and form.is_valid():
        job = start_export(selection, reach.companies, form.cleaned_data, by=by).job
        messages.success(request, f"Your export has been scheduled: job {job.pk}.")
        return redirect("job_detail", job_id=job.pk)
    context = {"selection": selection, "reach": reach, "form": form, "back": back}
    return render(request, "orders/desk/order_export.html", context)


def _listed(person: AbstractBaseUser) -> list[str]:
    """The columns that say what the person's own list shows."""
    own = Preference.objects.filter(user_id=person.pk).values_list("order_columns", flat=True)
    return as_listed(column.key for column in chosen(own.first() or ()))
