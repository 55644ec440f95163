"""RMAs: goods that customers send back, and what becomes of them."""

from typing import Self

from django.conf import settings as django_settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When

from orders.models.line import OrderLine
from orders.models.order import Order
from settings.models import Company
from uploads.models import Upload


class RmaStatus(models.TextChoices):
    """Where an RMA stands."""

    OPEN = "open", "Open"
    ON_HOLD = "on_hold", "On Hold"
    PROCESSING = "processing", "Processing"
    CLOSED = "closed", "Closed"


class RmaApproval(models.TextChoices):
    """Whether the return is accepted."""

    UNDECIDED = "undecided", "UnDecided"
    APPROVED = "approved", "Approved"
    REJECTED = "rejected", "Rejected"


class RmaReceived(models.TextChoices):
    """How much has come back; derived from quantities."""

    NOT_RECEIVED = "not_received", "NotReceived"
    PARTIALLY_RECEIVED = "partially_received", "PartiallyReceived"
    RECEIVED = "received", "Received"


class Condition(models.TextChoices):
    """What a piece that came back is like."""

    AS_NEW = "as_new", "As new"
    OPENED = "opened", "Opened"
    DAMAGED = "damaged", "Damaged"
    WRONG_ITEM = "wrong_item", "Wrong item"


class Resolution(models.TextChoices):
    """What the customer gets for an item."""

    NOT_DECIDED = "not_decided", "Not Decided"
    REFUND = "refund", "Refund"
    REPLACE = "replace", "Replace"
    EXCHANGE = "exchange", "Exchange"
    REPAIR = "repair", "Repair"
    REJECT = "reject", "Reject"
    NO_ACTION_NEEDED = "no_action_needed", "No Action Needed"


class Replacement(models.TextChoices):
    """Whether something goes out instead; derived from the items' resolutions."""

    NONE = "none", "None"
    TO_BE_REPLACED = "to_be_replaced", "To be replaced"
    REPLACED = "replaced", "Replacement made"


class RmaImport(Upload):
    """A file of RMAs, from its upload to what became of each line.

    `columns` is which place each column has, see `orders.returns.rma_files.rma_row.RmaColumn`.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="rma_imports")


class RmaQuerySet(models.QuerySet["Rma"]):
    """Named questions about RMAs."""

    def visible_to(self, user: AbstractBaseUser | AnonymousUser) -> Self:
        """RMAs of the companies `user` works for."""
        return self.filter(order__company__in=Company.objects.visible_to(user))

    def with_replacement_status(self) -> Self:
        """RMAs with their `replacement_status`, a value of `Replacement`.

        One of which something has been sent and something else is still to be is to be replaced.
        """
        lines = RmaLine.objects.filter(rma=OuterRef("pk"))
        instead = (Resolution.REPLACE, Resolution.EXCHANGE)
        is_open = Exists(lines.filter(replacement=None, resolution__in=instead))
        status = Case(
            When(is_open, then=Value(Replacement.TO_BE_REPLACED)),
            When(Exists(lines.exclude(replacement=None)), then=Value(Replacement.REPLACED)),
            default=Value(Replacement.NONE),
        )
        return self.annotate(replacement_status=status)


class Rma(models.Model):
    """A return of items of one order."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="rmas")
    description = models.TextField("Description", blank=True)
    status = models.CharField(
        "RMA Status", max_length=12, choices=RmaStatus.choices, default=RmaStatus.OPEN
    )
    approval = models.CharField(
        "RMA Approval Status",
        max_length=12,
        choices=RmaApproval.choices,
        default=RmaApproval.UNDECIDED,
    )
    received = models.CharField(
        "Received Status",
        max_length=20,
        choices=RmaReceived.choices,
        default=RmaReceived.NOT_RECEIVED,
    )
    by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    created_at = models.DateTimeField("Created", auto_now_add=True)
    mailed_at = models.DateTimeField("E-mailed to the customer", null=True, blank=True)
    imported_from = models.ForeignKey(
        RmaImport, on_delete=models.SET_NULL, null=True, blank=True, related_name="rmas"
    )

    objects = RmaQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = "RMA"
        constraints = [
            # An import that goes on after a crash makes none twice.
            models.UniqueConstraint(
                fields=["imported_from", "order"],
                condition=Q(imported_from__isnull=False),
                name="one_rma_per_imported_order",
            ),
        ]

    def __str__(self) -> str:
        return f"RMA# {self.pk}"

    @property
    def replacement_label(self) -> str:
        """The replacement status in words. Of an RMA read `with_replacement_status`."""
        return Replacement(getattr(self, "replacement_status")).label  # noqa: B009

    @property
    def slip_name(self) -> str:
        """What the RMA slip is called when it is saved."""
        return f"rma-slip-{self.pk}.pdf"


class RmaLine(models.Model):
    """How much of a line comes back, why, and what the customer gets for it.

    `resolved_quantity` pieces have been refunded or replaced. `exchange_sku` is what is sent
    instead. `replacement` is the order by which it goes out.
    """

    rma = models.ForeignKey(Rma, on_delete=models.CASCADE, related_name="lines")
    line = models.ForeignKey(OrderLine, on_delete=models.PROTECT, related_name="returns")
    quantity = models.PositiveIntegerField("Qty to Return")
    reason = models.CharField("Reason", max_length=120)
    received_quantity = models.PositiveIntegerField("Received", default=0)
    resolution = models.CharField(
        "Resolution",
        max_length=20,
        choices=Resolution.choices,
        default=Resolution.NOT_DECIDED,
    )
    comment = models.TextField("Comment", blank=True)
    exchange_sku = models.CharField("New SKU", max_length=128, blank=True)
    refunded_quantity = models.PositiveIntegerField("Refunded", default=0)
    replacement = models.ForeignKey(
        Order, on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_returns"
    )

    class Meta:
        ordering = ["line__position"]
        constraints = [
            models.UniqueConstraint(fields=["rma", "line"], name="one_row_per_returned_line"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="returns_have_pieces"),
            models.CheckConstraint(
                condition=Q(received_quantity__lte=F("quantity")),
                name="no_more_received_than_returned",
            ),
            models.CheckConstraint(
                condition=Q(refunded_quantity__lte=F("quantity")),
                name="no_more_paid_back_than_returned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.line.name}"

    @property
    def has_final_resolution(self) -> bool:
        """Whether the customer got something for it, so that its resolution stays."""
        return bool(self.replacement_id or self.refunded_quantity)


class RmaReceipt(models.Model):
    """Pieces of an RMA that came in at one time. `is_restocked`: they can be sold again."""

    line = models.ForeignKey(RmaLine, on_delete=models.CASCADE, related_name="receipts")
    quantity = models.PositiveIntegerField("Qty")
    condition = models.CharField("Condition", max_length=12, choices=Condition.choices)
    is_restocked = models.BooleanField("Restock", default=False)
    by = models.ForeignKey(
        django_settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.quantity} × {self.get_condition_display()}"
