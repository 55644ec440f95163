"""What the website must hear of an order: facts become outgoing changes here, and only here."""

from django.contrib.auth.models import AbstractBaseUser

from orders.models import Order, Package
from stores import outbox
from stores.models import ChangeKind, OutgoingChange


def tell_of_shipment(package: Package, *, by: AbstractBaseUser | None = None) -> OutgoingChange:
    """The package was Ship Confirmed. In the transaction that confirms it."""
    order = package.order
    return outbox.post(
        order.company,
        order.store_order_id,
        ChangeKind.SHIPMENT,
        {
            "package_id": package.pk,
            "carrier": package.carrier,
            "tracking_number": package.tracking_number,
            "shipped_at": package.shipped_at.isoformat(),
            "quantities": [
                [packed.line.store_line_id, packed.quantity]
                for packed in package.lines.select_related("line").order_by("line__position")
            ],
        },
        key=f"shipment:{package.pk}",
        by=by,
    )


def tell_of_status(
    order: Order, code: str, *, may_mail: bool, key: str, by: AbstractBaseUser | None = None
) -> OutgoingChange:
    """The order shall get the website status `code`; the store may e-mail the customer."""
    payload = {"code": code, "may_mail": may_mail}
    return outbox.post(
        order.company, order.store_order_id, ChangeKind.STATUS, payload, key=key, by=by
    )
