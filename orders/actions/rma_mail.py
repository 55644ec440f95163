"""Telling the customer of an RMA by e-mail: what to send back, and where to."""

from smtplib import SMTPException

from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from orders.actions.rmas import note
from orders.models import Rma, RmaApproval


class MailFailed(Exception):
    """The mail did not leave. The message says why, and what to do."""


def mail_customer(rma: Rma, *, by: AbstractBaseUser) -> None:
    """Send the mail, and note it on the order. Raises `MailFailed`."""
    order, company = rma.order, rma.order.company
    if not order.customer_email:
        raise MailFailed("The order names no e-mail address of its customer.")
    if rma.approval == RmaApproval.REJECTED:
        raise MailFailed(f"{rma} is Rejected: there is nothing to send back.")
    context = {"rma": rma, "order": order, "company": company, "rows": rma.lines.all()}
    mail = EmailMessage(
        subject=f"{company}: {rma} for order {order.store_order_id}",
        body=render_to_string("orders/rma_mail.txt", context),
        from_email=django_settings.DEFAULT_FROM_EMAIL,
        to=[order.customer_email],
        reply_to=[company.email] if company.email else None,
    )
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
