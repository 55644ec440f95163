"""What came in for an order, what went back, what is still due; and the status that follows. Pure.

Balances are sums of payment rows, never columns of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from orders.models import Payment, PaymentKind, PaymentStatus

NOTHING = Decimal("0.00")


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Amounts in the order's currency. `remaining_dues` is negative when too much came in."""

    total: Decimal
    received: Decimal
    refunded: Decimal

    @property
    def remaining_dues(self) -> Decimal:
        """What the customer still owes. Money that went back is owed again."""
        return self.total - self.received + self.refunded

    def with_refund(self, amount: Decimal) -> "Balance":
        """The balance after a further refund of `amount`."""
        return replace(self, refunded=self.refunded + amount)


def balance_of(total: Decimal, payments: Iterable[Payment]) -> Balance:
    """The balance of an order over `total` with these `payments`."""
    rows = list(payments)
    return Balance(
        total=total,
        received=_sum(rows, PaymentKind.PAYMENT),
        refunded=_sum(rows, PaymentKind.REFUND),
    )


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
