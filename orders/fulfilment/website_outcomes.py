"""Writing on the orders what became of their outgoing changes.

The project setting `OUTCOME_RECEIVER` names `record_outcomes`. The delivery calls it with many
outcomes at once, in the transaction in which the changes get their state.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.utils import timezone

from orders.fulfilment.website_updates import enqueue_status
from orders.importing.intake.differences import TOLD_BY_US
from orders.models import (
    ConflictKind,
    EventKind,
    Order,
    OrderConflict,
    OrderEvent,
    Package,
    ShippingStatus,
)
from settings.models import StatusReading, StatusUploads
from stores.delivery_outcomes import DeliveryOutcome
from stores.models import ChangeKind, ChangeState
from stores.payloads import ShipmentPayload, StatusPayload

CONFLICTS = {ChangeKind.SHIPMENT: ConflictKind.SHIPPED_IN_STORE}


def record_outcomes(outcomes: Sequence[DeliveryOutcome]) -> None:
    """Write each outcome on its order: package, status, timeline; enqueue what follows from it."""
    orders = _locked_orders(outcomes)
    told = [(orders[key], one) for one in outcomes if (key := _order_key(one)) in orders]
    _write_packages(told)
    _write_statuses(told)
    _expect_echoes(told)
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order=order,
            kind=EventKind.WEBSITE,
            message=" ".join(filter(None, [outcome.sentence, outcome.warning])),
            by_id=outcome.by.pk if outcome.by else None,
        )
        for order, outcome in told
    )
    _flag(told)
    enqueue_shipped_statuses(
        order for order, outcome in told if _is_sent(outcome, ChangeKind.SHIPMENT)
    )


def enqueue_shipped_statuses(orders: Iterable[Order]) -> None:
    """Enqueue *When all is shipped* for those locked `orders` whose last package is known.

    Nothing happens where a package still waits, or where the company wants no status.
    """
    shipped = {
        order.pk: order
        for order in orders
        if order.shipping_status == ShippingStatus.FULLY_SHIPPED
        and order.store_status_reading not in (StatusReading.CANCELLED, StatusReading.REFUNDED)
        and not order.is_local
    }
    waiting = set(
        Package.objects.not_notified().filter(order__in=shipped).values_list("order_id", flat=True)
    )
    uploads: dict[int, StatusUploads | None] = {}
    for order in shipped.values():
        if order.company_id not in uploads:
            uploads[order.company_id] = StatusUploads.objects.filter(
                connection__company=order.company_id
            ).first()
        wanted = uploads[order.company_id]
        if order.pk in waiting or wanted is None or not wanted.on_shipped:
            continue
        if order.store_status_code != wanted.on_shipped:
            newest = order.packages.ship_confirmed().order_by("-pk").first()
            key = f"shipped:{order.pk}:{newest.pk if newest else 0}"
            enqueue_status(order, wanted.on_shipped, may_mail=wanted.mails_on_shipped, key=key)


def _order_key(outcome: DeliveryOutcome) -> tuple[int, str]:
    return outcome.change.company_id, outcome.change.store_order_id


def _locked_orders(outcomes: Sequence[DeliveryOutcome]) -> dict[tuple[int, str], Order]:
    wanted = Q(pk__in=[])
    numbers: dict[int, list[str]] = {}
    for outcome in outcomes:
        numbers.setdefault(outcome.change.company_id, []).append(outcome.change.store_order_id)
    for company_id, ids in numbers.items():
        wanted |= Q(company=company_id, store_order_id__in=ids)
    locked = Order.objects.select_for_update(of=("self",)).select_related("company")
    return {
        (order.company_id, order.store_order_id): order
        for order in locked.filter(wanted).order_by("pk")
    }


def _write_packages(told: Sequence[tuple[Order, DeliveryOutcome]]) -> None:
    sent = {
        ShipmentPayload.from_json(outcome.change.payload).package_id: outcome
        for _, outcome in told
        if _is_sent(outcome, ChangeKind.SHIPMENT)
    }
    packages = list(Package.objects.filter(pk__in=sent))
    taken = _numbers_of_others(packages, sent)
    now = timezone.now()
    for package in packages:
        number = sent[package.pk].shipment_id
        # A number that another package of the order holds stays with that one.
        if number and not package.store_shipment_id and (package.order_id, number) not in taken:
            package.store_shipment_id = number
        elif number and number != package.store_shipment_id and number not in package.doubles:
            package.doubles = [*package.doubles, number]
        package.is_source_notified, package.source_notified_at = True, now
    Package.objects.bulk_update(
        packages, ["store_shipment_id", "doubles", "is_source_notified", "source_notified_at"]
    )


def _numbers_of_others(
    packages: Sequence[Package], sent: dict[int, DeliveryOutcome]
) -> set[tuple[int, str]]:
    numbers = {outcome.shipment_id for outcome in sent.values() if outcome.shipment_id}
    orders = {package.order_id for package in packages}
    others = Package.objects.filter(order__in=orders, store_shipment_id__in=numbers)
    return set(others.values_list("order_id", "store_shipment_id"))


def _write_statuses(told: Sequence[tuple[Order, DeliveryOutcome]]) -> None:
    # The next import then finds nothing new: the store says what we made it say.
    changed = []
    for order, outcome in told:
        if _is_sent(outcome, ChangeKind.STATUS) and outcome.status_name:
            order.store_status_code = StatusPayload.from_json(outcome.change.payload).code
            order.store_status_name = outcome.status_name
            order.store_status_reading = outcome.status_reading
            order.is_store_status_ours = True
            changed.append(order)
    columns = ["store_status_code", "store_status_name", "store_status_reading"]
    Order.objects.bulk_update(changed, [*columns, "is_store_status_ours"])


def _expect_echoes(told: Sequence[tuple[Order, DeliveryOutcome]]) -> None:
    """The next import finds the store's facts moved, by us: that is no news for the timeline."""
    moved = [order.pk for order, outcome in told if outcome.state == ChangeState.SENT]
    Order.objects.filter(pk__in=moved).update(facts_hash=TOLD_BY_US)


def _flag(told: Sequence[tuple[Order, DeliveryOutcome]]) -> None:
    OrderConflict.objects.bulk_create(
        (
            OrderConflict(
                order=order,
                kind=CONFLICTS[ChangeKind(outcome.change.kind)],
                message=outcome.warning,
            )
            for order, outcome in told
            if outcome.warning and outcome.change.kind in CONFLICTS
        ),
        ignore_conflicts=True,
    )


def _is_sent(outcome: DeliveryOutcome, kind: ChangeKind) -> bool:
    return outcome.state == ChangeState.SENT and outcome.change.kind == kind
