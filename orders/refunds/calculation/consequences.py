"""What a refund does to its order, and which status the website gets. Pure."""

from dataclasses import dataclass, replace

from orders.models import OrderStatus, PaymentStatus
from orders.models.order import OPEN
from orders.refunds.calculation.standing import Standing
from orders.refunds.calculation.wanted import Wanted
from orders.state.balances import payment_status as status_of
from settings.models import StatusUploads


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequences:
    """What comes of a refund. `website_status` is the code the website shall get, '' for none.

    `can_stay_open`: something would be left to ship.
    """

    order_status: OrderStatus
    payment_status: PaymentStatus
    website_status: str
    mails_customer: bool
    can_stay_open: bool


def consequences(
    standing: Standing,
    wanted: Wanted,
    *,
    order_status: OrderStatus,
    payment_status: PaymentStatus,
    is_ship_confirmed: bool,
    uploads: StatusUploads | None,
) -> Consequences:
    """What `wanted` does to an order of these statuses.

    An order that has not left becomes Cancelled, unless something of it is to be shipped still and
    the person keeps it open. One that has left is only refunded.
    """
    pieces = sum(piece.quantity for piece in wanted.pieces.values())
    is_open = order_status in OPEN and not is_ship_confirmed
    can_stay_open = is_open and pieces < standing.pieces_left
    cancels = is_open and not (can_stay_open and wanted.keeps_open)
    balance = replace(standing.balance, refunded=standing.balance.refunded + wanted.total)
    payment = status_of(balance, payment_status)
    has_money = balance.refunded > 0
    code, mails = _website_status(payment, has_money=has_money, cancels=cancels, of=uploads)
    return Consequences(
        order_status=OrderStatus.CANCELLED if cancels else order_status,
        payment_status=payment,
        website_status=code,
        mails_customer=mails,
        can_stay_open=can_stay_open,
    )


def status_now(
    order_status: OrderStatus, payment_status: PaymentStatus, uploads: StatusUploads | None
) -> tuple[str, bool]:
    """What the website of an order that stands so is told by now, of a refund made before.

    The code, '' for none, and whether the store may mail the customer.
    """
    return _website_status(
        payment_status,
        has_money=payment_status in (PaymentStatus.PARTIAL_REFUND, PaymentStatus.FULL_REFUND),
        cancels=order_status == OrderStatus.CANCELLED,
        of=uploads,
    )


def _website_status(
    payment: PaymentStatus, *, has_money: bool, cancels: bool, of: StatusUploads | None
) -> tuple[str, bool]:
    """The code that the company chose, and whether the store may mail the customer.

    Where it chose none for the refund, a cancelled order is at least cancelled in the store.
    """
    if of is None:
        return "", False
    is_full = payment == PaymentStatus.FULL_REFUND
    choices = []
    if has_money and is_full:
        choices.append((of.on_full_refund, of.mails_on_full_refund))
    elif has_money:
        choices.append((of.on_partial_refund, of.mails_on_partial_refund))
    if cancels:
        choices.append((of.on_cancel, of.mails_on_cancel))
    return next((choice for choice in choices if choice[0]), ("", False))
