"""Documents of one order: print at once, read again, e-mail, mark as printed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from core.people import signed_in
from core.refusals import telling_refusals
from invoices.delivering import emails
from invoices.delivering.printing import filed, print_invoice, slip_of
from invoices.issuing.cancelling import cancel_invoice, why_not_cancel
from invoices.issuing.filing import content_of
from invoices.issuing.issuing import issue_credit_note, why_not_invoice
from invoices.job_kinds import EMAIL_INVOICES
from invoices.models import InvoiceMail, IssuedDocument
from jobs.queue import submit
from orders.details.actions.marks import mark_invoice_printed
from orders.models import Package, Refund
from orders.opening import open_order
from settings.access import require, rights_of
from settings.rights import Right


@require_safe
def order_documents(request: HttpRequest, order_id: int) -> HttpResponse:
    """Toolbox > Invoices of an order: what was issued, and what can be printed."""
    order = open_order(request, order_id, Right.VIEW)
    issued = order.issued_documents.select_related("issued_by", "refund")
    credited = {row.refund_id for row in issued}
    invoice = order.issued_documents.invoices().first()
    has_invoice = invoice is not None
    context = {
        "order": order,
        "issued": issued,
        "has_invoice": has_invoice,
        "invoice": invoice,
        "why_not_cancel": why_not_cancel(invoice) if invoice else "",
        "is_called_off": bool(why_not_invoice(order)),
        "refunds": [refund for refund in order.refunds.all() if refund.pk not in credited],
        "why_not_invoice": "" if has_invoice else why_not_invoice(order),
        "packages": order.packages.all(),
        "why_not_email": emails.why_not_email(order),
        "mails": InvoiceMail.objects.filter(document__order=order).select_related("document"),
        "may_credit": Right.REFUND in rights_of(request.user, order.company),
        "may_edit": Right.EDIT in rights_of(request.user, order.company),
    }
    return render(request, "invoices/delivering/order_documents.html", context)


@require_POST
def order_invoice(request: HttpRequest, order_id: int) -> HttpResponse:
    """Print Invoice(s) to PDF: issue it where that was not done yet, and show it."""
    order = open_order(request, order_id, Right.VIEW)
    with telling_refusals(request):
        row = print_invoice(order, by=signed_in(request))
        return redirect("issued_document", document_id=row.pk)
    return redirect("order_documents", order_id=order.pk)


@require_safe
def order_packing_slip(request: HttpRequest, order_id: int) -> HttpResponse:
    """The packing slip, drawn again."""
    order = open_order(request, order_id, Right.VIEW)
    with telling_refusals(request):
        return as_pdf(slip_of(order), f"packing-slip-{order.pk}.pdf")
    return redirect("order_documents", order_id=order.pk)


@require_safe
def package_packing_slip(request: HttpRequest, package_id: int) -> HttpResponse:
    """The packing slip of one package: what is in it, and what went before or is to follow."""
    package = get_object_or_404(Package.objects.prefetch_related("lines"), pk=package_id)
    order = open_order(request, package.order_id, Right.VIEW)
    with telling_refusals(request):
        return as_pdf(slip_of(order, package), f"packing-slip-{order.pk}-{package.pk}.pdf")
    return redirect("order_documents", order_id=order.pk)


@require_POST
def refund_credit_note(request: HttpRequest, refund_id: int) -> HttpResponse:
    """Issue the credit note of a refund where that was not done yet, and show it."""
    refund = get_object_or_404(Refund, pk=refund_id)
    order = open_order(request, refund.order_id, Right.VIEW)
    require(request.user, order.company, Right.REFUND)
    with telling_refusals(request):
        row = filed(issue_credit_note(refund.pk, by=signed_in(request)))
        return redirect("issued_document", document_id=row.pk)
    return redirect("order_documents", order_id=order.pk)


@require_POST
def invoice_cancellation(request: HttpRequest, document_id: int) -> HttpResponse:
    """Cancel an invoice: issue the document that takes it back, and show it."""
    documents = IssuedDocument.objects.visible_to(request.user)
    invoice = get_object_or_404(documents, pk=document_id)
    order = open_order(request, invoice.order_id, Right.REFUND)
    with telling_refusals(request):
        row = filed(cancel_invoice(invoice.pk, by=signed_in(request)))
        return redirect("issued_document", document_id=row.pk)
    return redirect("order_documents", order_id=order.pk)


@require_safe
def issued_document(request: HttpRequest, document_id: int) -> HttpResponse:
    """The stored PDF, byte for byte as it was issued."""
    documents = IssuedDocument.objects.visible_to(request.user).select_related("company")
    row = get_object_or_404(documents, pk=document_id)
    require(request.user, row.company, Right.VIEW)
    with telling_refusals(request):
        return as_pdf(content_of(row), row.file_name)
    return redirect("order_documents", order_id=row.order_id)


@require_POST
def order_invoice_email(request: HttpRequest, order_id: int) -> HttpResponse:
    """Email Invoice: written down now, sent by a job."""
    order = open_order(request, order_id, Right.EDIT)
    with telling_refusals(request):
        mail = emails.queue_email(order, by=signed_in(request))
        submit(EMAIL_INVOICES, order.company, by=signed_in(request))
        messages.success(request, f"{mail.document} is on its way to {mail.recipient}.")
    return redirect("order_documents", order_id=order.pk)


@require_POST
def order_invoice_printed(request: HttpRequest, order_id: int) -> HttpResponse:
    """Set Invoice Printed, or NOT Printed: `printed` is "0" for the latter."""
    order = open_order(request, order_id, Right.EDIT)
    is_printed = request.POST.get("printed") != "0"
    word = "Printed" if is_printed else "NOT Printed"
    with telling_refusals(request):
        mark_invoice_printed(order.pk, is_printed=is_printed, by=signed_in(request))
        messages.success(request, f"Set Invoice {word}: done.")
    return redirect("order_documents", order_id=order.pk)


def as_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF that the browser shows, and saves under `name`."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
