"""The last raw document of an order, as the store sent it."""

from typing import Any, Self

from django.db import models

from core.packing import unpack
from orders.models.order import Order


class OrderDocumentQuerySet(models.QuerySet["OrderDocument"]):
    """Named questions about raw documents."""

    def kept(self) -> Self:
        """Those that have not been removed."""
        return self.filter(removed_at=None)


class OrderDocument(models.Model):
    """What the store last said about an order: compressed JSON without payment secrets.

    It may be removed when nobody needs it any more; the row then tells since when. What the store
    says next is compared with the order and its `facts_hash`, never with this.
    """

    order = models.OneToOneField(
        Order, on_delete=models.CASCADE, primary_key=True, related_name="raw_document"
    )
    packed = models.BinaryField(null=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = OrderDocumentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(packed=None, removed_at__isnull=False)
                | models.Q(packed__isnull=False, removed_at=None),
                name="raw_documents_are_kept_or_removed",
            ),
        ]

    def __str__(self) -> str:
        return f"Document of {self.order}"

    @property
    def document(self) -> dict[str, Any]:
        """The document as parsed JSON, numbers with a fraction as `Decimal`; {} once removed."""
        return {} if self.packed is None else unpack(self.packed)
