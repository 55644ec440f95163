"""Invoices by e-mail: a row for each is written first, a job sends them."""

from smtplib import SMTPException

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from invoices.delivering.printing import CannotPrint, ready_invoice
from invoices.issuing.filing import DamagedDocument, content_of
from invoices.issuing.order_facts import settings_of
from invoices.models import InvoiceMail, InvoiceSettings, IssuedDocument, MailState
from jobs.models import Job
from jobs.progress import Progress
from orders.models import Order
from orders.state.printed import note_documents
from settings.models import Company


def why_not_email(order: Order) -> str:
    """Why the order's invoice cannot be e-mailed, as a sentence; '' when it can."""
    if not order.customer_email:
        return "The customer has no e-mail address."
    try:
        validate_email(order.customer_email)
    except ValidationError:
        return f"“{order.customer_email}” is not an e-mail address."
    return ""


def queue_email(
    order: Order, *, by: AbstractBaseUser | None, job: Job | None = None
) -> InvoiceMail:
    """Write down that the order's invoice is to be e-mailed. Raises `CannotPrint`.

    A `job` that starts again finds the row it wrote before.
    """
    if reason := why_not_email(order):
        raise CannotPrint(reason)
    document = ready_invoice(order, by=by)
    recipient, by_id = order.customer_email, by.pk if by else None
    if job is None:
        return InvoiceMail.objects.create(document=document, recipient=recipient, by_id=by_id)
    return InvoiceMail.objects.get_or_create(
        document=document, job=job, defaults={"recipient": recipient, "by_id": by_id}
    )[0]


def send_waiting(company: Company, progress: Progress) -> None:
    """Send the company's waiting e-mails, those that come in meanwhile too."""
    settings, done = settings_of(company), 0
    waiting = InvoiceMail.objects.filter(document__company=company, state=MailState.WAITING)
    while mail := waiting.select_related("document__order__company").order_by("pk").first():
        outcome = _send(mail, settings)
        progress.count(**{outcome: 1})
        if outcome == "failed":
            progress.say(f"{mail}: {mail.error}", is_error=True)
        done += 1
        progress.advance(done, done + waiting.count())


def words_for(text: str, document: IssuedDocument) -> str:
    """`text` with its fields in curly brackets filled in; unknown ones stay as they are."""
    order = document.order
    fields = {
        "number": document.number,
        "order": str(order.pk),
        "channel_order": order.store_order_id,
        "customer": order.customer_name or order.customer_company,
        "company": order.company.name,
    }
    for name, value in fields.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _send(mail: InvoiceMail, settings: InvoiceSettings) -> str:
    document = mail.document
    subject = " ".join(words_for(settings.email_subject, document).split())
    message = EmailMessage(
        subject=subject,
        body=words_for(settings.email_text, document),
        to=[mail.recipient],
        reply_to=[document.company.email] if document.company.email else [],
    )
    try:
        message.attach(document.file_name, content_of(document), "application/pdf")
        message.send()
    except (SMTPException, OSError, DamagedDocument) as error:
        mail.state, mail.error = MailState.FAILED, f"{error}"
        mail.save(update_fields=["state", "error"])
        return "failed"
    with transaction.atomic():
        mail.state, mail.sent_at = MailState.SENT, timezone.now()
        mail.save(update_fields=["state", "sent_at"])
        sentence = f"{document} was e-mailed to {mail.recipient}."
        note_documents({document.order_id: sentence}, by=mail.by)
    return "sent"
