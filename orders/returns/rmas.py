"""Actions > Create RMA, and what becomes of a return: received, resolved, closed."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Sum

from core.refusals import Refused
from orders.models import (
    Condition,
    EventKind,
    Order,
    OrderEvent,
    OrderLine,
    OrderStatus,
    Resolution,
    Rma,
    RmaApproval,
    RmaImport,
    RmaLine,
    RmaReceipt,
    RmaReceived,
    RmaStatus,
)
from orders.state.ledger import derive_statuses
from orders.state.quantities import gone_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What comes back of one line, and why."""

    quantity: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What came in of one row of an RMA."""

    quantity: int
    condition: Condition
    is_restocked: bool


def is_listed(order: Order) -> bool:
    """Whether Actions lists Create RMA: something must have left."""
    return order.order_status != OrderStatus.VOID and any(
        gone_of(order, line) for line in order.rows_of("lines")
    )


def why_not_return(order: Order) -> str:
    """Why no RMA can be created, as a sentence with what helps; '' when one can."""
    if not is_listed(order):
        return "Nothing of the order has left, so nothing can come back. Cancel it instead."
    if not any(returnable(order).values()):
        return "Everything that has left is on an RMA already."
    return ""


def returnable(order: Order) -> dict[OrderLine, int]:
    """How many pieces of each line can come back: what has left and is on no RMA yet."""
    if not order.rows_of("rmas"):  # which a page has read already
        return {
            line: gone_of(order, line) for line in order.rows_of("lines") if line.needs_shipping
        }
    return returnable_of([order])[order.pk]


def returnable_of(orders: Sequence[Order]) -> dict[int, dict[OrderLine, int]]:
    """`returnable` of many, by order id. One statement where their lines are loaded."""
    counted = RmaLine.objects.filter(rma__order__in=orders)
    counted = counted.exclude(rma__approval=RmaApproval.REJECTED)
    sums = dict(counted.order_by().values_list("line").annotate(sum=Sum("quantity")))
    return {
        order.pk: {
            line: max(0, gone_of(order, line) - sums.get(line.pk, 0))
            for line in order.rows_of("lines")
            if line.needs_shipping
        }
        for order in orders
    }


def why_not_send_slip(rma: Rma) -> str:
    """Why nobody can be asked to send the items back, with what helps; '' when it can be done."""
    if rma.approval == RmaApproval.REJECTED:
        return f"{rma} is Rejected: there is nothing to send back."
    if not rma.order.company.address1:
        return (
            f"{rma.order.company} has no address to send the items back to. "
            "Enter it in the company's details first."
        )
    return ""


def why_not_work_on(rma: Rma) -> str:
    """Why nothing can be done about the items of the RMA, with what helps; '' when it can.

    A Rejected RMA has freed its pieces for another one.
    """
    if rma.approval == RmaApproval.REJECTED:
        return f"{rma} is Rejected. Set it UnDecided or Approved first."
    if rma.status == RmaStatus.CLOSED:
        return f"{rma} is Closed. Set it Processing first."
    return ""


@transaction.atomic
def create(
    order: Order,
    returned: Mapping[int, Returned],
    description: str,
    *,
    imported_from: RmaImport | None = None,
    by: AbstractBaseUser,
) -> Rma:
    """Create an RMA for what is `returned` by line id. Raises `Refused`."""
    current = Order.objects.select_for_update().get(pk=order.pk)
    if reason := why_not_return(current):
        raise Refused(f"Create RMA is not possible. {reason}")
    left = {line.pk: (line, most) for line, most in returnable(current).items()}
    for line_id, one in returned.items():
        line, most = left.get(line_id, (None, 0))
        if line is None or one.quantity > most:
            name = line.name if line else "An item"
            raise Refused(f"{name}: {most} can come back, not {one.quantity}.")
    if not returned:
        raise Refused("Check the box to the left of the items that come back.")
    rma = Rma.objects.create(
        order=current, description=description, imported_from=imported_from, by_id=by.pk
    )
    RmaLine.objects.bulk_create(
        RmaLine(rma=rma, line_id=line_id, quantity=one.quantity, reason=one.reason)
        for line_id, one in returned.items()
    )
    words = ", ".join(f"{one.quantity} × {left[key][0].name}" for key, one in returned.items())
    note(rma, f"created: {words}.", by)
    return rma


@transaction.atomic
def receive(rma: Rma, arrivals: Mapping[int, Arrival], *, by: AbstractBaseUser) -> Rma:
    """Write down what came in, by row id. Raises `Refused`."""
    current = lock(rma)
    rows = {row.pk: row for row in current.lines.select_related("line")}
    arrivals = {key: one for key, one in arrivals.items() if one.quantity}
    if not arrivals:
        raise Refused("Enter how many pieces came in.")
    if reason := why_not_work_on(current):
        raise Refused(reason)
    for key, one in arrivals.items():
        row = rows[key]
        if one.quantity > row.quantity - row.received_quantity:
            expected = row.quantity - row.received_quantity
            raise Refused(f"{row.line.name}: {expected} still expected, not {one.quantity}.")
    for key, one in arrivals.items():
        _take_in(rows[key], one, by)
    _derive_received(current)
    words = ", ".join(
        f"{one.quantity} × {rows[key].line.name} ({one.condition.label}"
        f"{', restocked' if one.is_restocked else ''})"
        for key, one in arrivals.items()
    )
    note(current, f"received: {words}.", by)
    derive_statuses([current.order])
    return current


@transaction.atomic
def resolve(
    rma: Rma,
    rows: Collection[int],
    resolution: Resolution,
    *,
    comment: str = "",
    sku: str = "",
    by: AbstractBaseUser,
) -> list[RmaLine]:
    """*Set Resolution* of the items whose ids are `rows`: of all, or of none. Raises `Refused`."""
    current = lock(rma)
    if reason := why_not_work_on(current):
        raise Refused(reason)
    chosen = list(current.lines.filter(pk__in=rows).select_related("line"))
    if not chosen:
        raise Refused("Check the box to the left of the items whose Resolution is to be set.")
    if resolution == Resolution.EXCHANGE and not sku:
        raise Refused("Enter the New SKU that the customer gets instead.")
    for row in chosen:
        if row.has_final_resolution:
            raise Refused(f"{row.line.name} has been refunded or replaced already.")
        row.resolution, row.comment = resolution, comment
        row.exchange_sku = sku if resolution == Resolution.EXCHANGE else ""
        row.save(update_fields=["resolution", "comment", "exchange_sku"])
    names = ", ".join(row.line.name for row in chosen)
    words = f"resolution of {names}: {resolution.label}."
    note(current, " ".join(filter(None, [words, comment])), by)
    return chosen


@transaction.atomic
def set_statuses(
    rma: Rma,
    status: RmaStatus | None = None,
    approval: RmaApproval | None = None,
    *,
    by: AbstractBaseUser,
) -> Rma:
    """Change the RMA's own two statuses; None leaves one as it is. Raises `Refused`."""
    current = lock(rma)
    status, approval = (
        status or RmaStatus(current.status),
        approval or RmaApproval(current.approval),
    )
    if approval == RmaApproval.REJECTED and current.received != RmaReceived.NOT_RECEIVED:
        raise Refused("Items came in already. Set the resolution Reject for each item instead.")
    if current.approval == RmaApproval.REJECTED != approval:
        _refuse_if_on_another(current)
    if (current.status, current.approval) != (status, approval):
        current.status, current.approval = status, approval
        current.save(update_fields=["status", "approval"])
        note(current, f"is {status.label} and {approval.label} now.", by)
    return current


def lock(rma: Rma) -> Rma:
    """The RMA as it is now, with its order locked."""
    order = Order.objects.select_for_update(of=("self",)).select_related("company")
    locked = order.get(pk=rma.order_id)
    current = Rma.objects.get(pk=rma.pk)
    current.order = locked
    return current


def note(rma: Rma, sentence: str, by: AbstractBaseUser) -> None:
    """A line on the order's timeline."""
    OrderEvent.objects.create(
        order_id=rma.order_id, kind=EventKind.RMA, by_id=by.pk, message=f"{rma} {sentence}"
    )


def _take_in(row: RmaLine, one: Arrival, by: AbstractBaseUser) -> None:
    # Added in the database itself, whose checks refuse a piece too many.
    RmaLine.objects.filter(pk=row.pk).update(
        received_quantity=F("received_quantity") + one.quantity
    )
    OrderLine.objects.filter(pk=row.line_id).update(
        returned_quantity=F("returned_quantity") + one.quantity
    )
    RmaReceipt.objects.create(
        line=row,
        quantity=one.quantity,
        condition=one.condition,
        is_restocked=one.is_restocked,
        by_id=by.pk,
    )


def _derive_received(rma: Rma) -> None:
    rows = list(rma.lines.all())
    is_all = all(row.received_quantity == row.quantity for row in rows)
    rma.received = RmaReceived.RECEIVED if is_all else RmaReceived.PARTIALLY_RECEIVED
    if rma.status == RmaStatus.OPEN:
        rma.status = RmaStatus.PROCESSING
    rma.save(update_fields=["received", "status"])


def _refuse_if_on_another(rma: Rma) -> None:
    left = {line.pk: most for line, most in returnable(rma.order).items()}
    for row in rma.lines.select_related("line"):
        if row.quantity > left.get(row.line_id, 0):
            raise Refused(f"{row.line.name} is on another RMA by now.")
