"""Celery tasks of documents: each finds its work and submits a job."""

from celery import shared_task

from invoices.job_kinds import EMAIL_INVOICES
from invoices.models import InvoiceMail, MailState
from jobs.queue import submit
from settings.models import Company


@shared_task(name="invoices.tasks.send_waiting_mails")
def send_waiting_mails() -> None:
    """Start the sending of e-mails that wait without a job."""
    waiting = InvoiceMail.objects.filter(state=MailState.WAITING).values("document__company")
    for company in Company.objects.active().filter(pk__in=waiting):
        submit(EMAIL_INVOICES, company)
