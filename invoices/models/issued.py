"""Documents that were issued: numbered, written down and kept as they were printed."""

import uuid
from typing import Self

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Q

from invoices.document import DocumentKind
from jobs.models import Job
from orders.models import Order, Refund
from settings.models import Company

ISSUED_KINDS = [
    (DocumentKind.INVOICE.value, "Invoice"),
    (DocumentKind.CREDIT_NOTE.value, "Credit note"),
]


def issued_path(_owner: object, _filename: str) -> str:
    """A path in the storage that nobody can guess, spread over folders."""
    name = uuid.uuid4().hex
    return f"invoices/issued/{name[:2]}/{name}.pdf"


class IssuedDocumentQuerySet(models.QuerySet["IssuedDocument"]):
    """Named questions about issued documents."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """Documents of the companies `user` works for."""
        return self.filter(company__in=Company.objects.visible_to(user))

    def invoices(self) -> Self:
        """Invoices that stand: those that were cancelled are left out."""
        return self.filter(kind=DocumentKind.INVOICE.value, is_cancelled=False)

    def without_file(self) -> Self:
        """Documents that have a number and could not be drawn yet."""
        return self.filter(file="")


class IssuedDocument(models.Model):
    """An invoice or credit note with its number. Never changed once its file is there.

    `facts` is the `invoices.document.Document` as it was when the number was taken; `file` is what
    was drawn from it, and `content_hash` its SHA-256. Without a file, `error` says why it could not
    be drawn: the number stands, and drawing is tried again from the same facts. `is_number_unique`
    is False only where an earlier version gave a printed number of the company twice. A credit note
    belongs to a `refund`, or `cancels` an invoice, which `is_cancelled` then.
    """

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="issued_documents")
    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="issued_documents")
    kind = models.CharField("Document", max_length=20, choices=ISSUED_KINDS)
    refund = models.ForeignKey(
        Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="credit_notes"
    )
    cancels = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="cancellation"
    )
    is_cancelled = models.BooleanField(default=False, db_default=False, editable=False)
    year = models.PositiveIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField("Number", max_length=60)
    is_number_unique = models.BooleanField(default=True, db_default=False, editable=False)
    issued_on = models.DateField("Date")
    issued_at = models.DateTimeField(auto_now_add=True)
    issued_by = models.ForeignKey(
        "auth.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invoice_type = models.CharField("Invoice Type", max_length=20)
    currency = models.CharField(max_length=3)
    total = models.DecimalField("Total", max_digits=14, decimal_places=2)
    facts = models.JSONField()
    file = models.FileField("PDF", upload_to=issued_path, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    remark = models.TextField("Remark", blank=True)
    error = models.TextField("Error", blank=True)

    objects = IssuedDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "kind", "year", "sequence"], name="each_number_once"
            ),
            models.UniqueConstraint(
                fields=["company", "number"],
                condition=Q(is_number_unique=True),
                name="each_printed_number_once",
            ),
            models.UniqueConstraint(
                fields=["order"],
                condition=Q(kind="invoice", is_cancelled=False),
                name="one_invoice_per_order",
            ),
            models.UniqueConstraint(
                fields=["refund"],
                condition=Q(refund__isnull=False),
                name="one_credit_note_per_refund",
            ),
            models.CheckConstraint(
                condition=Q(kind="invoice", refund__isnull=True, cancels__isnull=True)
                | Q(kind="credit_note", refund__isnull=False, cancels__isnull=True)
                | Q(kind="credit_note", refund__isnull=True, cancels__isnull=False),
                name="credit_notes_belong_to_refunds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def file_name(self) -> str:
        """What the PDF is called when it is saved: letters, digits, dots and hyphens."""
        safe = "".join(sign if sign.isalnum() or sign in "-." else "-" for sign in self.number)
        return f"{self.kind.replace('_', '-')}-{safe}.pdf"


class MailState(models.TextChoices):
    """Where an invoice's e-mail stands."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


class InvoiceMail(models.Model):
    """An e-mail with an invoice: written down first, sent by a job.

    `job` is the one that wrote the row down, so that it does so once however often it starts again.
    """

    document = models.ForeignKey(IssuedDocument, on_delete=models.PROTECT, related_name="mails")
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    recipient = models.EmailField("To")
    state = models.CharField(max_length=10, choices=MailState.choices, default=MailState.WAITING)
    error = models.TextField(blank=True)
    by = models.ForeignKey(
        "auth.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["job", "document"], name="one_mail_of_a_job"),
        ]

    def __str__(self) -> str:
        return f"{self.document} to {self.recipient}"
