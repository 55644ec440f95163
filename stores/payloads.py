"""What an outgoing change says: one frozen dataclass per kind, with its one reader and writer.

The JSON lies in `OutgoingChange.payload`. Rows of earlier versions are read too: what they lack has
a default, what they have beyond these fields is passed over.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models

from stores.port import NoticeLine, ShipmentNotice

Json = Mapping[str, Any]


class ChangeKind(models.TextChoices):
    """What a store is told."""

    SHIPMENT = "shipment", "Shipment"
    CORRECTION = "correction", "Tracking correction"
    STATUS = "status", "Order status"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShipmentPayload:
    """A package of order `order_id` (our number) that has left.

    `carrier` is the name that the store knows and `store_shipping_id` the order's method there;
    either may be ''. The store may e-mail the customer when `may_mail` is set.
    """

    kind: ClassVar[ChangeKind] = ChangeKind.SHIPMENT
    order_id: int
    package_id: int
    carrier: str
    tracking_number: str
    shipped_at: datetime
    lines: tuple[NoticeLine, ...]
    store_shipping_id: str = ""
    may_mail: bool = True

    @classmethod
    def from_json(cls, stored: Json) -> Self:
        """The payload as the row holds it."""
        return cls(
            order_id=int(stored.get("order_id") or 0),
            package_id=int(stored["package_id"]),
            carrier=str(stored["carrier"]),
            tracking_number=str(stored["tracking_number"]),
            shipped_at=datetime.fromisoformat(stored["shipped_at"]),
            lines=tuple(_line(line) for line in stored["lines"]),
            store_shipping_id=str(stored.get("store_shipping_id", "")),
            may_mail=bool(stored.get("may_mail", True)),
        )

    def as_json(self) -> dict[str, Any]:
        """As the row holds it."""
        lines = [asdict(line) for line in self.lines]
        return asdict(self) | {"shipped_at": self.shipped_at.isoformat(), "lines": lines}

    def notice(self, store_order_id: str) -> ShipmentNotice:
        """The parcel in the words of the port."""
        return ShipmentNotice(
            store_order_id=store_order_id,
            carrier=self.carrier,
            tracking_number=self.tracking_number,
            shipped_at=self.shipped_at,
            lines=self.lines,
            store_shipping_id=self.store_shipping_id,
            may_mail=self.may_mail,
            reference=f"Parcel {self.package_id}",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionPayload:
    """Another tracking number for a package of which the store has been told.

    `shipment_id` is the store's number of its shipment; '' while only the receipt of the change
    `shipment_key` will say it.
    """

    kind: ClassVar[ChangeKind] = ChangeKind.CORRECTION
    order_id: int
    package_id: int
    shipment_key: str
    shipment_id: str
    carrier: str
    tracking_number: str

    @classmethod
    def from_json(cls, stored: Json) -> Self:
        """The payload as the row holds it."""
        return cls(
            order_id=int(stored.get("order_id") or 0),
            package_id=int(stored["package_id"]),
            shipment_key=str(stored.get("shipment_key", "")),
            shipment_id=str(stored.get("shipment_id") or ""),
            carrier=str(stored.get("carrier", "")),
            tracking_number=str(stored["tracking_number"]),
        )

    def as_json(self) -> dict[str, Any]:
        """As the row holds it."""
        return asdict(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPayload:
    """The status `code` (the store's own) that an order shall have in the store."""

    kind: ClassVar[ChangeKind] = ChangeKind.STATUS
    order_id: int
    code: str
    may_mail: bool

    @classmethod
    def from_json(cls, stored: Json) -> Self:
        """The payload as the row holds it."""
        return cls(
            order_id=int(stored.get("order_id") or 0),
            code=str(stored["code"]),
            may_mail=bool(stored.get("may_mail", False)),
        )

    def as_json(self) -> dict[str, Any]:
        """As the row holds it."""
        return asdict(self)


Payload = ShipmentPayload | CorrectionPayload | StatusPayload


def _line(stored: Json) -> NoticeLine:
    return NoticeLine(
        store_line_id=str(stored["store_line_id"]),
        quantity=int(stored["quantity"]),
        store_product_id=str(stored.get("store_product_id", "")),
        sku=str(stored.get("sku", "")),
        name=str(stored.get("name", "")),
    )


def read_payload(kind: ChangeKind, stored: Json) -> Payload:
    """The payload of a row of `kind`."""
    readers = (ShipmentPayload, CorrectionPayload, StatusPayload)
    return {reader.kind: reader for reader in readers}[kind].from_json(stored)
