"""The slip of an RMA: printed, and e-mailed to the customer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from core.people import signed_in
from core.refusals import telling_refusals
from invoices.delivering.printing import rma_slip_of
from invoices.delivering.views.documents import as_pdf
from orders.opening import open_rma
from orders.returns.mail import mail_customer
from settings.rights import Right


@require_safe
def rma_slip(request: HttpRequest, rma_id: int) -> HttpResponse:
    """RMA Slip: what the customer puts into the parcel, as PDF."""
    rma = open_rma(request, rma_id, Right.VIEW)
    with telling_refusals(request):
        return as_pdf(rma_slip_of(rma), rma.slip_name)
    return redirect("rma_detail", rma_id=rma.pk)


@require_POST
def rma_mail(request: HttpRequest, rma_id: int) -> HttpResponse:
    """E-mail the RMA with its slip to the customer; without a slip nothing is sent."""
    rma = open_rma(request, rma_id, Right.EDIT)
    with telling_refusals(request):
        mail_customer(rma, slip=rma_slip_of(rma), by=signed_in(request))
        messages.success(request, f"{rma} was e-mailed to {rma.order.customer_email}.")
    return redirect("rma_detail", rma_id=rma.pk)
