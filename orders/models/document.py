"""The last raw document of an order, as the store sent it."""

from typing import Any

from django.db import models

from core.packing import unpack
from orders.models.order import Order


class OrderDocument(models.Model):
    """What the store last said about an order: compressed JSON without payment secrets."""

    order = models.OneToOneField(
        Order, on_delete=models.CASCADE, primary_key=True, related_name="raw_document"
    )
    packed = models.BinaryField()

    def __str__(self) -> str:
        return f"Document of {self.order}"

    @property
    def document(self) -> dict[str, Any]:
        """The document as parsed JSON; numbers with a fraction are `Decimal`."""
        return unpack(self.packed)
