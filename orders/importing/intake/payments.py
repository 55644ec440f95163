"""The payment that the store tells of: one row for each paid order, and it follows the store.

A store says only that an order is paid. What staff entered by hand stays, is never counted twice,
and nothing is ever taken back because the store's status moved on.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from orders.importing.intake.incoming_order import IncomingOrder
from orders.models import (
    EventKind,
    Order,
    OrderEvent,
    Payment,
    PaymentKind,
    PaymentStatus,
)
from orders.state.balances import NOTHING, balance_of, payment_status
from settings.models import StatusReading

_PAID = (StatusReading.PAID, StatusReading.SHIPPED, StatusReading.REFUNDED)
_REFUNDED_IN_STORE = "The store says that the order was refunded."


def pay_new_orders(pairs: Sequence[tuple[Order, IncomingOrder]]) -> None:
    """Write the payments of orders that were just created. One statement."""
    rows = []
    for order, incoming in pairs:
        if incoming.order.status.reading in _PAID:
            rows.append(_from_store(order, order.grand_total, order.placed_at))
        if incoming.order.status.reading == StatusReading.REFUNDED:
            rows.append(_refund(order, order.grand_total, order.placed_at))
    Payment.objects.bulk_create(rows)


def follow_store(
    pairs: Sequence[tuple[Order, IncomingOrder]], old_totals: Mapping[int, Decimal]
) -> list[OrderEvent]:
    """Bring the payments of locked orders up to the store, and set their payment statuses.

    `pairs` have the store's new facts and are not saved yet; `old_totals` are the grand totals that
    they had, by order id. Gives the unsaved events. At most three statements for any number.
    """
    known: dict[int, list[Payment]] = defaultdict(list)
    for payment in Payment.objects.filter(order__in=[order.pk for order, _ in pairs]):
        known[payment.order_id].append(payment)
    new: list[Payment] = []
    changed: list[Payment] = []
    events: list[OrderEvent] = []
    for order, incoming in pairs:
        rows = known[order.pk]
        more, other = _after(order, incoming, rows, old_totals[order.pk])
        new += more
        changed += other
        events += [_event(order, row) for row in (*more, *other)]
        balance = balance_of(order.grand_total, [*rows, *more])
        order.payment_status = payment_status(balance, PaymentStatus(order.payment_status))
    Payment.objects.bulk_create(new)
    Payment.objects.bulk_update(changed, ["amount"])
    return events


def _after(
    order: Order, incoming: IncomingOrder, rows: Sequence[Payment], old_total: Decimal
) -> tuple[list[Payment], list[Payment]]:
    """The rows that an order gets, and those of its `rows` that change."""
    reading = incoming.order.status.reading
    if reading not in _PAID:
        return [], []
    seen_at = incoming.order.updated_at or order.placed_at
    row = next((row for row in rows if row.is_from_store), None)
    new, changed = [], []
    if row is None:
        # What staff entered by hand before is most likely the very money that the store tells of.
        by_hand = balance_of(order.grand_total, rows).received
        new.append(_from_store(order, order.grand_total - by_hand, seen_at))
    elif order.grand_total != old_total:
        row.amount = _follow_total(row, rows, order.grand_total, old_total)
        changed.append(row)
    if reading == StatusReading.REFUNDED:
        balance = balance_of(order.grand_total, [*rows, *new])
        if not balance.refunded:  # otherwise we refunded, and know how much
            new.append(_refund(order, balance.received, seen_at))
    return new, changed


def _follow_total(
    row: Payment, rows: Sequence[Payment], total: Decimal, old_total: Decimal
) -> Decimal:
    """What the store's `row` is over, now that the order is over `total`.

    Of a total that fell, what we refunded before is no money that never came in: the store took
    off what was given back.
    """
    moved = max(NOTHING, row.amount + total - old_total)
    balance = balance_of(total, rows)
    by_hand = balance.received - row.amount
    return max(moved, min(row.amount, total + balance.refunded - by_hand))


def _from_store(order: Order, amount: Decimal, paid_at: datetime) -> Payment:
    return Payment(
        order=order,
        kind=PaymentKind.PAYMENT,
        method=order.payment_method,
        reference=order.payment_reference,
        amount=max(NOTHING, amount),
        paid_at=paid_at,
        is_from_store=True,
    )


def _refund(order: Order, amount: Decimal, at: datetime) -> Payment:
    return Payment(
        order=order,
        kind=PaymentKind.REFUND,
        method=order.payment_method,
        amount=max(NOTHING, amount),
        paid_at=at,
        note=_REFUNDED_IN_STORE,
    )


def _event(order: Order, row: Payment) -> OrderEvent:
    what = "refunded" if row.kind == PaymentKind.REFUND else "paid"
    message = f"The store says that the order is {what}: {row.amount} {order.currency}."
    return OrderEvent(order=order, kind=EventKind.PAYMENT, message=message)
