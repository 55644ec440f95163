"""Telling the customer of an RMA by e-mail: what to send back, and where to."""

from smtplib import SMTPException

from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from core.refusals import Refused
from orders.models import Rma
from orders.returns.rmas import note, why_not_send_slip


class MailFailed(Refused):
    """The mail did not leave. The message says why, and what to do."""


def why_not_mail(rma: Rma) -> str:
    """Why the RMA cannot be e-mailed, with what helps; '' when it can."""
    if not rma.order.customer_email:
        return "The order names no e-mail address of its customer."
    return why_not_send_slip(rma)


def mail_customer(rma: Rma, *, slip: bytes, by: AbstractBaseUser) -> None:
    """Send the mail with its `slip`, a PDF, and note it on the order. Raises `MailFailed`."""
    order, company = rma.order, rma.order.company
    if reason := why_not_mail(rma):
        raise MailFailed(reason)
    rows = rma.lines.select_related("line")
    context = {"rma": rma, "order": order, "company": company, "rows": rows}
    mail = EmailMessage(
        subject=f"{company}: {rma} for order {order.store_order_id}",
        body=render_to_string("orders/returns/rma_mail.txt", context),
        from_email=django_settings.DEFAULT_FROM_EMAIL,
        to=[order.customer_email],
        reply_to=[company.email] if company.email else None,
    )
    mail.attach(rma.slip_name, slip, "application/pdf")
    try:
        mail.send()
    except (OSError, SMTPException) as failure:
        raise MailFailed(
            f"The mail server did not take the mail ({failure}). Nothing was sent; try again, or "
            "have EMAIL_URL checked."
        ) from failure
    with transaction.atomic():
        Rma.objects.filter(pk=rma.pk).update(mailed_at=timezone.now())
        note(rma, f"e-mailed to {order.customer_email}.", by)
