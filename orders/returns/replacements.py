"""Replace and Exchange: a related order with full discount, made here and known here alone.

It lives beside imported orders under a number of its own (R-97-1) and is shipped like any other;
the website never hears of it.
"""

from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from core.refusals import Refused
from orders.models import (
    EventKind,
    Order,
    OrderAddress,
    OrderEvent,
    OrderLine,
    OrderShippingGroup,
    PaymentStatus,
    Resolution,
    Rma,
    RmaLine,
)
from orders.returns.rmas import lock, note, why_not_work_on
from orders.routing.choose_services import flag_orders
from orders.state.summary import write_search_text
from settings.models import StatusReading

_COPIED = (
    "company",
    "currency",
    "language",
    "store_customer_id",
    "customer_first_name",
    "customer_last_name",
    "customer_company",
    "customer_vat_number",
    "customer_email",
    "customer_phone",
)


def pieces(row: RmaLine) -> int:
    """How many pieces go out for `row`: a Replace waits for what comes in, an Exchange does not."""
    if row.replacement_id or row.resolution not in (Resolution.REPLACE, Resolution.EXCHANGE):
        return 0
    return row.received_quantity if row.resolution == Resolution.REPLACE else row.quantity


@transaction.atomic
def create_replacement(rma: Rma, *, by: AbstractBaseUser) -> Order:
    """Make the order that replaces what is to be replaced. Raises `Refused`."""
    current = lock(rma)
    if reason := why_not_work_on(current):
        raise Refused(reason)
    rows = [row for row in current.lines.select_related("line") if pieces(row)]
    if not rows:
        raise Refused(
            "Nothing is to be replaced now. Set the Resolution Replace for items that have been "
            "received, or Exchange with a New SKU."
        )
    made = _order(current.order, rows)
    OrderLine.objects.bulk_create(_line(made, row, at) for at, row in enumerate(rows))
    _copy_delivery(current.order, made)
    flag_orders([made.pk])
    write_search_text([made.pk])
    RmaLine.objects.filter(pk__in=[row.pk for row in rows]).update(replacement=made)
    OrderEvent.objects.create(
        order=made,
        kind=EventKind.RMA,
        by_id=by.pk,
        message=f"Made for {current} of order {current.order_id}, with full discount. "
        "The website knows nothing of it.",
    )
    note(current, f"is replaced by order {made.pk} ({made.store_order_id}).", by)
    return made


def _order(original: Order, rows: list[RmaLine]) -> Order:
    number = original.replacements.count() + 1
    subtotal = sum((row.line.unit_price * pieces(row) for row in rows), Decimal(0))
    return Order.objects.create(
        **{name: getattr(original, name) for name in _COPIED},
        original=original,
        store_order_id=f"R-{original.store_order_id}-{number}"[-40:],
        payment_status=PaymentStatus.CHARGED,
        facts_hash="",
        store_status_code="",
        store_status_name="Not on the website",
        store_status_reading=StatusReading.PAID,
        placed_at=timezone.now(),
        refreshed_at=timezone.now(),
        subtotal=subtotal,
        discount=subtotal,
    )


def _line(order: Order, row: RmaLine, position: int) -> OrderLine:
    sold, is_other = row.line, row.resolution == Resolution.EXCHANGE
    return OrderLine(
        order=order,
        position=position,
        store_line_id=f"R{row.pk}",
        store_product_id="" if is_other else sold.store_product_id,
        sku=row.exchange_sku if is_other else sold.sku,
        name=f"{row.exchange_sku} instead of {sold.name}"[:500] if is_other else sold.name,
        options=[] if is_other else sold.options,
        unit_price=sold.unit_price,
        quantity=pieces(row),
        needs_shipping=True,
    )


def _copy_delivery(original: Order, made: Order) -> None:
    for address in original.addresses.all():
        columns = {
            field.name: getattr(address, field.name)
            for field in OrderAddress._meta.concrete_fields
            if field.name not in ("id", "order", "is_ours", "told_by_store")
        }
        OrderAddress.objects.create(order=made, **columns)
    group = original.shipping_groups.first()
    OrderShippingGroup.objects.create(
        order=made,
        method_name=group.method_name if group else "",
        service=group.service if group else None,
    )
