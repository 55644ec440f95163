"""What a refund would do to its order: worked out once, for the page and for the action alike."""

from dataclasses import dataclass

from core.money import NOTHING
from orders.models import Order, OrderStatus, PaymentStatus
from orders.models.order import OPEN
from orders.refunds.cancellation import is_ship_confirmed
from orders.refunds.refund_request import RefundRequest, why_too_much
from orders.refunds.refundable import Refundable
from orders.returns.rmas import why_not_work_on
from orders.state.balances import order_balance, payment_status
from settings.models import StatusUploads, StoreConnection


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundPlan:
    """What comes of `request`, given what is `refundable`.

    `website_status` is the code that the website shall get, '' for none. `can_stay_open`: something
    would be left to ship. `why_not`: why it cannot be done, as a sentence with what helps, or ''.
    """

    request: RefundRequest
    refundable: Refundable
    order_status: OrderStatus
    payment_status: PaymentStatus
    website_status: str
    mails_customer: bool
    can_stay_open: bool
    why_not: str


def is_listed(order: Order) -> bool:
    """Whether Actions lists Refund: not for a void order."""
    return order.order_status != OrderStatus.VOID


def why_not_refund(order: Order) -> str:
    """Why nothing of `order` can be refunded or cancelled here, with what helps; '' when it can.

    Reads the order's lines and payments unless they are kept.
    """
    if not is_listed(order):
        return "The order is Void."
    if order.is_local:
        return "This order replaces returned items and cost nothing. Refund the order it is for."
    balance = order_balance(order)
    has_pieces = any(line.quantity > line.refunded_quantity for line in order.rows_of("lines"))
    if not has_pieces and balance.received <= balance.refunded:
        return "Everything of this order has been refunded."
    return ""


def plan_refund(order: Order, refundable: Refundable, request: RefundRequest) -> RefundPlan:
    """What `request` does to `order`.

    An order that has not left becomes Cancelled, unless something of it is to be shipped still and
    the person keeps it open. One that has left is only refunded.
    """
    status = OrderStatus(order.order_status)
    is_open = status in OPEN and not is_ship_confirmed(order)
    can_stay_open = is_open and request.quantity < refundable.pieces_left
    cancels = is_open and not (can_stay_open and request.keeps_open)
    balance = refundable.balance.with_refund(request.total)
    payment = payment_status(balance, PaymentStatus(order.payment_status))
    has_money = balance.refunded > NOTHING
    code, mails = _website_status(
        payment, has_money=has_money, cancels=cancels, of=_uploads_of(order)
    )
    return RefundPlan(
        request=request,
        refundable=refundable,
        order_status=OrderStatus.CANCELLED if cancels else status,
        payment_status=payment,
        website_status=code,
        mails_customer=mails,
        can_stay_open=can_stay_open,
        why_not=_why_not(order, refundable, request, cancels=cancels),
    )


def website_status_now(order: Order) -> tuple[str, bool]:
    """What the website is told by now, of a refund of `order` that was made before.

    The code, '' for none, and whether the store may mail the customer.
    """
    payment = PaymentStatus(order.payment_status)
    return _website_status(
        payment,
        has_money=payment in (PaymentStatus.PARTIAL_REFUND, PaymentStatus.FULL_REFUND),
        cancels=order.order_status == OrderStatus.CANCELLED,
        of=_uploads_of(order),
    )


def _why_not(order: Order, refundable: Refundable, request: RefundRequest, *, cancels: bool) -> str:
    if reason := (
        why_not_refund(order)
        or why_too_much(refundable, request)
        or _why_not_by_rma(order, request)
    ):
        return reason
    if not request.quantity and not request.total:
        return "Check the box to the left of an item, or enter an amount."
    if not request.reason:
        return "Choose a Cancel/Refund Reason."
    is_cancelled = cancels or order.order_status == OrderStatus.CANCELLED
    return "" if is_cancelled else _why_packed(refundable, request)


def _why_not_by_rma(order: Order, request: RefundRequest) -> str:
    if request.rma_id is None:
        return ""
    known = order.rmas.filter(pk=request.rma_id).first()
    if known is None:
        return "The RMA is of another order. Open Refund Order on the RMA again."
    return why_not_work_on(known)


def _why_packed(refundable: Refundable, request: RefundRequest) -> str:
    """Why pieces that are packed cannot be refunded while the order goes on."""
    for one in refundable.lines:
        line, piece = one.line, request.pieces.get(one.line.pk)
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


def _uploads_of(order: Order) -> StatusUploads | None:
    if order.is_local:
        return None
    try:
        return order.company.connection.status_uploads
    except (StoreConnection.DoesNotExist, StatusUploads.DoesNotExist):
        return None


def _website_status(
    payment: PaymentStatus, *, has_money: bool, cancels: bool, of: StatusUploads | None
) -> tuple[str, bool]:
    """The code that the company chose, and whether the store may mail the customer.

    Where it chose none for the refund, a cancelled order is at least cancelled in the store.
    """
    if of is None:
        return "", False
    choices = []
    if has_money and payment == PaymentStatus.FULL_REFUND:
        choices.append((of.on_full_refund, of.mails_on_full_refund))
    elif has_money:
        choices.append((of.on_partial_refund, of.mails_on_partial_refund))
    if cancels:
        choices.append((of.on_cancel, of.mails_on_cancel))
    return next((choice for choice in choices if choice[0]), ("", False))
