"""Recognising our own parcels among the store's shipments, so that none becomes a second package.

An import may see a shipment before its upload has been written down here; somebody may have typed
in the store what we were about to tell; and another shipping add-on may tell the store of a parcel
a second time.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils import timezone

from orders.models import EventKind, Order, OrderEvent, Package
from stores import delivery_outcomes, outbox
from stores.delivery_outcomes import DeliveryOutcome
from stores.models import ChangeState, OutgoingChange
from stores.port import StoreShipment
from stores.shipment_matching import is_same_parcel, same_number

Fresh = tuple[Order, StoreShipment]


def link_own_shipments(fresh: Iterable[Fresh]) -> list[Fresh]:
    """Link shipments of locked orders to the packages they tell of; gives the rest."""
    pairs = list(fresh)
    packages: dict[int, list[Package]] = defaultdict(list)
    found = Package.objects.ship_confirmed().filter(order__in={order.pk for order, _ in pairs})
    for package in found.prefetch_related("lines__line").order_by("pk"):
        packages[package.order_id].append(package)
    keys = [f"shipment:{package.pk}" for some in packages.values() for package in some]
    ours = set(OutgoingChange.objects.filter(key__in=keys).values_list("key", flat=True))
    return [
        (order, shipment)
        for order, shipment in pairs
        if not _is_linked(shipment, packages[order.pk], ours)
    ]


def _is_linked(shipment: StoreShipment, packages: Sequence[Package], ours: set[str]) -> bool:
    for package in packages:
        if not package.store_shipment_id and _tells_of(shipment, package):
            _link(package, shipment)
            return True
    for package in packages:
        is_ours = f"shipment:{package.pk}" in ours
        is_numbered_alike = same_number(package.tracking_number, shipment.tracking_number)
        if is_ours and (is_numbered_alike or _tells_of(shipment, package)):
            _note_double(package, shipment)
            return True
    return False


def _tells_of(shipment: StoreShipment, package: Package) -> bool:
    quantities = {one.line.store_line_id: one.quantity for one in package.lines.all()}
    return is_same_parcel(package.tracking_number, package.shipped_at, quantities, shipment)


def _link(package: Package, shipment: StoreShipment) -> None:
    number = shipment.store_shipment_id
    package.store_shipment_id = number
    package.is_source_notified, package.source_notified_at = True, timezone.now()
    package.save(update_fields=["store_shipment_id", "is_source_notified", "source_notified_at"])
    key = f"shipment:{package.pk}"
    change = outbox.lock_if_free([key]).get(key)
    # One that is being sent at this moment is written down by its delivery.
    if change is not None and change.state not in (ChangeState.SENDING, ChangeState.SENT):
        outbox.mark_sent(change, shipment_id=number)
        sentence = f"The website has {package} already, as shipment {number}; nothing is sent."
        delivery_outcomes.report(
            [
                DeliveryOutcome(
                    change=change,
                    state=ChangeState.SENT,
                    sentence=sentence,
                    shipment_id=number,
                    was_known=True,
                )
            ]
        )


def _note_double(package: Package, shipment: StoreShipment) -> None:
    number = shipment.store_shipment_id
    package.doubles = [*package.doubles, number]
    package.save(update_fields=["doubles"])
    OrderEvent.objects.create(
        order_id=package.order_id,
        kind=EventKind.STORE_CHANGED,
        message=f"Shipment {number} of the website tells of {package} a second time; it is no "
        "other package. Another shipping add-on of the store may do that.",
    )
