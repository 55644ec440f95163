"""What came in for an order, what went back, what is still due; and the status that follows. Pure.

Balances are sums of payment rows, never columns of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from orders.models import Order, OrderLine, OrderStatus, Payment, PaymentKind, PaymentStatus

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Amounts in the order's currency.

    `called_off` is what the pieces cost that are not wanted any more, all of an order that is
    cancelled or void. A refund calls off what it is for: its money is not owed again.
    """

    total: Decimal
    received: Decimal
    refunded: Decimal
    called_off: Decimal = NOTHING

    @property
    def remaining_dues(self) -> Decimal:
        """What the customer still owes; negative when too much came in and was not paid back.

        Never more than what is still ordered and kept.
        """
        owed = self.total - self.received
        if owed < 0:
            return min(NOTHING, owed + self.refunded)
        return max(NOTHING, min(owed, self.total - max(self.refunded, self.called_off)))

    def with_refund(self, amount: Decimal) -> "Balance":
        """The balance after a further refund of `amount`."""
        return replace(self, refunded=self.refunded + amount)


def balance_of(
    total: Decimal, payments: Iterable[Payment], *, called_off: Decimal = NOTHING
) -> Balance:
    """The balance of an order over `total` with these `payments`, see `Balance`."""
    rows = list(payments)
    return Balance(
        total=total,
        received=_sum(rows, PaymentKind.PAYMENT),
        refunded=_sum(rows, PaymentKind.REFUND),
        called_off=called_off,
    )


def order_balance(order: Order) -> Balance:
    """The balance of `order`. Reads its payments and lines unless they are kept."""
    lines = order.rows_of("lines")
    return balance_of(
        order.grand_total,
        order.rows_of("payments"),
        called_off=called_off(order.grand_total, order.order_status, lines),
    )


def called_off(total: Decimal, order_status: str, lines: Iterable[OrderLine]) -> Decimal:
    """What of an order over `total` is not wanted any more: by its status, or piece by piece.

    Pieces that the store took off its order are not in its total any more.
    """
    if order_status in (OrderStatus.CANCELLED, OrderStatus.VOID):
        return total
    return sum((line.unit_price * pieces_called_off(line) for line in lines), NOTHING)


def pieces_called_off(line: OrderLine) -> int:
    """How many pieces were refunded or cancelled here while the store has them on its order."""
    return max(0, line.refunded_quantity - pieces_taken_off(line))


def pieces_taken_off(line: OrderLine) -> int:
    """How many pieces were refunded or cancelled here and the store took off its order since."""
    in_store = line.quantity if line.store_quantity is None else line.store_quantity
    return min(line.refunded_quantity, max(0, line.quantity - in_store))


def payment_status(balance: Balance, current: PaymentStatus) -> PaymentStatus:
    """The payment status that the rows give; `current` where they say nothing."""
    if balance.refunded and balance.refunded >= balance.received:
        return PaymentStatus.FULL_REFUND
    if balance.refunded:
        return PaymentStatus.PARTIAL_REFUND
    if not balance.received:
        return current
    is_all = balance.received >= balance.total
    return PaymentStatus.CHARGED if is_all else PaymentStatus.PARTIAL_PAYMENT


def _sum(rows: Iterable[Payment], kind: PaymentKind) -> Decimal:
    return sum((row.amount for row in rows if row.kind == kind), NOTHING)
