"""Enqueueing what the website must be told of an order: shipments, corrections, statuses.

Each is called in the transaction of the fact, by somebody who holds the order's lock.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from orders.models import Order, OrderShippingGroup, Package, PackageLine
from settings.models import Company
from stores import outbox
from stores.models import ChangeState, OutgoingChange, TrackingDelay
from stores.payloads import CorrectionPayload, ShipmentPayload, StatusPayload
from stores.port import NoticeLine


def enqueue_shipment(
    package: Package, *, by: AbstractBaseUser | None = None
) -> OutgoingChange | None:
    """The package was Ship Confirmed. In the transaction that confirms it.

    None for an order that was made here: the website knows nothing of it.
    """
    order = package.order
    if order.is_local:
        package.is_source_notified = True
        package.save(update_fields=["is_source_notified"])
        return None
    delay = _delay_of(order.company)
    new = _new_shipment(package, replace(_payload_of(package), may_mail=delay.mails_customer))
    return outbox.enqueue(order.company, new, not_before=delay.earliest(timezone.now()), by=by)


def enqueue_shipments(
    rows: Mapping[Package, Sequence[PackageLine]], *, by: AbstractBaseUser | None = None
) -> None:
    """As `enqueue_shipment` for many new packages at once, with what is in them."""
    methods: dict[int, str] = {}
    orders = {package.order_id for package in rows}
    groups = OrderShippingGroup.objects.filter(order__in=orders).exclude(store_shipping_id="")
    for group in groups.order_by("order_id", "group_key"):
        methods.setdefault(group.order_id, group.store_shipping_id)
    by_company: dict[Company, list[Package]] = {}
    for package in rows:
        if package.order.is_local:
            enqueue_shipment(package, by=by)
        else:
            by_company.setdefault(package.order.company, []).append(package)
    for company, packages in by_company.items():
        delay = _delay_of(company)
        new = [
            _new_shipment(
                package,
                _payload(
                    package,
                    methods.get(package.order_id, ""),
                    rows[package],
                    may_mail=delay.mails_customer,
                ),
            )
            for package in packages
        ]
        outbox.enqueue_many(company, new, not_before=delay.earliest(timezone.now()), by=by)


def enqueue_correction(
    package: Package, *, by: AbstractBaseUser | None = None
) -> OutgoingChange | None:
    """Tracking number or carrier of a confirmed package were corrected; the package is saved.

    The store's shipment gets the new number, once it is there. While the store has not been told of
    the package at all, its own change takes the correction along. None when there is nothing to
    tell: the website was never to know of this package.
    """
    key = shipment_key(package)
    change = outbox.lock_if_free([key]).get(key)
    if change is not None and change.state != ChangeState.SENT and not outbox.has_left(change):
        before = ShipmentPayload.from_json(change.payload)
        change.payload = replace(_payload_of(package), may_mail=before.may_mail).as_json()
        change.save(update_fields=["payload"])
        return change
    is_known = bool(package.store_shipment_id)
    if not is_known and not OutgoingChange.objects.filter(key=key).exists():
        return None
    payload = CorrectionPayload(
        order_id=package.order_id,
        package_id=package.pk,
        shipment_key=key,
        shipment_id=package.store_shipment_id,
        carrier=package.carrier,
        tracking_number=package.tracking_number,
    )
    number = OutgoingChange.objects.filter(key__startswith=f"correction:{package.pk}:").count() + 1
    order = package.order
    new = outbox.NewChange(
        store_order_id=order.store_order_id,
        payload=payload,
        key=f"correction:{package.pk}:{number}",
    )
    return outbox.enqueue(order.company, new, by=by)


def withdraw_shipment(package: Package) -> bool:
    """The package is not Ship Confirmed any more: take its change out of the outbox.

    False when the store knows of the package, or may know: nothing is removed there, and its
    parcel must be deleted in the store's back office by hand.
    """
    if package.store_shipment_id or package.is_source_notified:
        return False
    return outbox.withdraw(shipment_key(package))


def enqueue_status(
    order: Order, code: str, *, may_mail: bool, key: str, by: AbstractBaseUser | None = None
) -> OutgoingChange:
    """The order shall get the website status `code`; the store may e-mail the customer."""
    payload = StatusPayload(order_id=order.pk, code=code, may_mail=may_mail)
    new = outbox.NewChange(store_order_id=order.store_order_id, payload=payload, key=key)
    return outbox.enqueue(order.company, new, by=by)


def shipment_key(package: Package) -> str:
    """The key of the change that tells the store of the package."""
    return f"shipment:{package.pk}"


def _new_shipment(package: Package, payload: ShipmentPayload) -> outbox.NewChange:
    return outbox.NewChange(
        store_order_id=package.order.store_order_id, payload=payload, key=shipment_key(package)
    )


def _payload_of(package: Package) -> ShipmentPayload:
    group = package.order.shipping_groups.exclude(store_shipping_id="").first()
    rows = package.lines.select_related("line").order_by("line__position")
    return _payload(package, group.store_shipping_id if group else "", rows, may_mail=True)


def _payload(
    package: Package, store_shipping_id: str, rows: Iterable[PackageLine], *, may_mail: bool
) -> ShipmentPayload:
    return ShipmentPayload(
        order_id=package.order_id,
        package_id=package.pk,
        carrier=package.carrier,
        tracking_number=package.tracking_number,
        shipped_at=package.shipped_at,
        store_shipping_id=store_shipping_id,
        may_mail=may_mail,
        lines=tuple(
            NoticeLine(
                store_line_id=packed.line.store_line_id,
                store_product_id=packed.line.store_product_id,
                sku=packed.line.sku,
                name=packed.line.name,
                quantity=packed.quantity,
            )
            for packed in rows
        ),
    )


def _delay_of(company: Company) -> TrackingDelay:
    return TrackingDelay.objects.filter(company=company).first() or TrackingDelay(company=company)
