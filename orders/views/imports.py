"""Actions > Import Orders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from core.people import signed_in
from orders.schedule import start_import
from settings.access import company_or_404, rights_of
from settings.rights import Right


@require_POST
def start(request: HttpRequest, company_id: int) -> HttpResponse:
    """Start an import by hand and go to its job; a second click goes to the same job."""
    company = company_or_404(request.user, company_id, Right.IMPORT)
    connection = getattr(company, "connection", None)
    if connection is None or not connection.is_complete:
        messages.error(
            request,
            "The website's connection is not complete. Enter the Website URL, Username and "
            "API Password under Toolbox > Website > Sellercloud Plug-in Website > Cart General.",
        )
        if Right.SETTINGS in rights_of(request.user, company):
            return redirect("cart_general", company_id=company.pk)
        return redirect("home")
    submission = start_import(company, by=signed_in(request))
    if not submission.is_new:
        messages.info(request, f"Job {submission.job.pk} is importing already. This is it.")
    return redirect("job_detail", job_id=submission.job.pk)
