"""Actions > Cancel/Issue Refund: money and pieces go back, the order follows, the website is told.

The website gets a status and nothing else: its interface moves no money, and any other change would
make it calculate the order anew.
"""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from orders.fulfilment.website_updates import enqueue_status
from orders.models import (
    EventKind,
    Order,
    OrderEvent,
    OrderStatus,
    PaymentStatus,
    Refund,
)
from orders.refunds.calculation.consequences import Consequences, consequences, status_now
from orders.refunds.calculation.standing import Standing, standing_of
from orders.refunds.calculation.wanted import Wanted, excess
from orders.refunds.cancellation import cancel, is_ship_confirmed
from orders.refunds.refund_rows import write
from orders.returns.rmas import obstacle_of
from orders.state.balances import balance_of
from orders.state.ledger import derive_statuses
from settings.models import StatusUploads, StoreConnection
from stores.models import OutgoingChange


def is_offered(order: Order) -> bool:
    """Whether a refund means anything: not for a void order."""
    return order.order_status != OrderStatus.VOID


def obstacle(order: Order) -> str:
    """Why nothing of `order` can be refunded or cancelled here, with what helps; '' when it can.

    Reads the order's lines and payments unless they are loaded.
    """
    if not is_offered(order):
        return "The order is Void."
    if order.is_local:
        return "This order replaces returned items and cost nothing. Refund the order it is for."
    balance = balance_of(order.grand_total, order.rows_of("payments"))
    has_pieces = any(line.quantity > line.refunded_quantity for line in order.rows_of("lines"))
    if not has_pieces and balance.received <= balance.refunded:
        return "Everything of this order has been refunded."
    return ""


def outlook(order: Order, standing: Standing, wanted: Wanted) -> Consequences:
    """What `wanted` would do to `order`."""
    return consequences(
        standing,
        wanted,
        order_status=OrderStatus(order.order_status),
        payment_status=PaymentStatus(order.payment_status),
        is_ship_confirmed=is_ship_confirmed(order),
        uploads=_uploads_of(order),
    )


def why_not(order: Order, standing: Standing, wanted: Wanted) -> str:
    """Why `wanted` cannot be done, as a sentence with what helps; '' when it can."""
    if reason := obstacle(order) or excess(standing, wanted) or _why_not_by_rma(order, wanted):
        return reason
    pieces = sum(piece.quantity for piece in wanted.pieces.values())
    if not pieces and not wanted.total:
        return "Check the box to the left of an item, or enter an amount."
    if not wanted.reason:
        return "Choose a Cancel/Refund Reason."
    if outlook(order, standing, wanted).order_status == OrderStatus.CANCELLED:
        return ""
    return _why_packed(standing, wanted)


@transaction.atomic
def refund(order: Order, wanted: Wanted, *, by: AbstractBaseUser) -> Refund:
    """Give back what is `wanted` of `order`. Raises `Refused`."""
    locked = Order.objects.select_for_update(of=("self",)).select_related("company")
    current = locked.prefetch_related("lines", "packages").get(pk=order.pk)
    standing = standing_of(current)
    if reason := why_not(current, standing, wanted):
        raise Refused(reason)
    after = outlook(current, standing, wanted)
    made = write(current, standing, wanted, after, by=by)
    OrderEvent.objects.create(
        order=current, kind=EventKind.REFUND, by_id=by.pk, message=in_words(made, wanted, current)
    )
    _follow(current, after, wanted, by=by)
    if not wanted.is_local_only:
        _tell(made, by=by)
    return made


def is_told(refund: Refund) -> bool:
    """Whether the website has been told of `refund`, or is about to be."""
    return bool(refund.website_status) and not refund.is_local_only


def why_not_send(refund: Refund) -> str:
    """Why the website cannot be told of `refund` now, with what helps; '' when it can.

    It would be told by the status that fits the order as it stands now: a later refund may have
    changed that, and the company may have chosen other statuses.
    """
    order = refund.order
    code, _ = _status_now(order)
    if is_told(refund):
        return "The website has been told of this refund, or is about to be."
    if not code:
        return (
            "The company has chosen no website status for such a refund. Choose one under Order "
            "Statuses, then it can be sent."
        )
    if code == order.store_status_code:
        return f"The website has the status “{order.store_status_name}” already."
    return ""


@transaction.atomic
def send_to_website(refund: Refund, *, by: AbstractBaseUser) -> Refund:
    """Tell the website of a refund of which it was not told. Raises `Refused`."""
    Order.objects.select_for_update(of=("self",)).get(pk=refund.order_id)
    current = Refund.objects.select_related("order__company__connection").get(pk=refund.pk)
    if reason := why_not_send(current):
        raise Refused(reason)
    current.is_local_only = False
    current.website_status, current.mails_customer = _status_now(current.order)
    current.save(update_fields=["is_local_only", "website_status", "mails_customer"])
    OrderEvent.objects.create(
        order=current.order,
        kind=EventKind.REFUND,
        by_id=by.pk,
        message=f"Refund of {current.total} {current.order.currency}: the website is to be told.",
    )
    _tell(current, by=by)
    return current


def change_key(refund: Refund) -> str:
    """The key of the outgoing change that tells of the refund."""
    return f"refund:{refund.pk}"


def in_words(made: Refund, wanted: Wanted, order: Order) -> str:
    """The refund as a sentence for the timeline."""
    names = {line.pk: line.name for line in order.lines.all()}
    parts = [
        f"{piece.quantity} × {names[line_id]}"
        for line_id, piece in wanted.pieces.items()
        if piece.quantity
    ]
    parts += [f"shipping {wanted.shipping}"] if wanted.shipping else []
    parts += [f"tax {wanted.tax}"] if wanted.tax else []
    what = f"{made.total} {order.currency} refunded" if made.total else "Cancelled without a refund"
    sentence = f"{what} ({made.reason}): {', '.join(parts) or 'items'}."
    return " ".join(filter(None, [sentence, made.comment]))


def _uploads_of(order: Order) -> StatusUploads | None:
    if order.is_local:
        return None
    try:
        return order.company.connection.status_uploads
    except (StoreConnection.DoesNotExist, StatusUploads.DoesNotExist):
        return None


def _status_now(order: Order) -> tuple[str, bool]:
    order_status, payment_status = (
        OrderStatus(order.order_status),
        PaymentStatus(order.payment_status),
    )
    return status_now(order_status, payment_status, _uploads_of(order))


def _why_not_by_rma(order: Order, wanted: Wanted) -> str:
    if wanted.rma_id is None:
        return ""
    known = order.rmas.filter(pk=wanted.rma_id).first()
    if known is None:
        return "The RMA is of another order. Open Refund Order on the RMA again."
    return obstacle_of(known)


def _why_packed(standing: Standing, wanted: Wanted) -> str:
    """Why pieces that are packed cannot be refunded while the order goes on."""
    for one in standing.lines:
        line, piece = one.line, wanted.pieces.get(one.line.pk)
        waiting = line.packed_quantity - line.shipped_quantity
        if not piece or not waiting:
            continue
        free = line.quantity - line.packed_quantity - line.refunded_quantity
        if piece.quantity > free + line.shipped_quantity:
            return (
                f"{line.name}: {waiting} packed and not Ship Confirmed yet. Delete the package "
                "first, so that nothing leaves that has been refunded."
            )
    return ""


def _follow(order: Order, after: Consequences, wanted: Wanted, *, by: AbstractBaseUser) -> None:
    """The order's statuses follow the refund."""
    if order.payment_status != after.payment_status:
        order.payment_status = after.payment_status
        order.save(update_fields=["payment_status"])
    if after.order_status == OrderStatus.CANCELLED and order.order_status != OrderStatus.CANCELLED:
        cancel(order, why=f"Cancel/Issue Refund: {wanted.reason}.", by=by)
    derive_statuses([order])


def _tell(refund: Refund, *, by: AbstractBaseUser) -> OutgoingChange | None:
    if not refund.website_status:
        return None
    return enqueue_status(
        refund.order,
        refund.website_status,
        may_mail=refund.mails_customer,
        key=change_key(refund),
        by=by,
    )
