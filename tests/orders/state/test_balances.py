"""What came in, what went back, what is due, and the payment status that follows."""

from decimal import Decimal

import pytest

from orders.models import Payment, PaymentKind, PaymentStatus
from orders.state.balances import balance_of, payment_status


def rows(*amounts: str) -> list[Payment]:
    """Payments; an amount with a minus went back."""
    return [
        Payment(
            kind=PaymentKind.REFUND if amount.startswith("-") else PaymentKind.PAYMENT,
            amount=Decimal(amount.removeprefix("-")),
        )
        for amount in amounts
    ]


@pytest.mark.parametrize(
    ("amounts", "received", "refunded"),
    [
        ((), "0.00", "0.00"),
        (("10.00", "19.50"), "29.50", "0.00"),
        (("29.50", "-5.00", "-0.50"), "29.50", "5.50"),
    ],
)
def test_a_balance_is_the_sum_of_its_rows(amounts, received, refunded):
    balance = balance_of(Decimal("29.50"), rows(*amounts))
    assert (balance.received, balance.refunded) == (Decimal(received), Decimal(refunded))
    assert balance.total == Decimal("29.50")


@pytest.mark.parametrize(
    ("amounts", "status"),
    [
        ((), PaymentStatus.AUTHORIZED),
        (("29.50",), PaymentStatus.CHARGED),
        (("30.00",), PaymentStatus.CHARGED),
        (("29.49",), PaymentStatus.PARTIAL_PAYMENT),
        (("29.50", "-1.00"), PaymentStatus.PARTIAL_REFUND),
        (("29.50", "-29.50"), PaymentStatus.FULL_REFUND),
        (("-1.00",), PaymentStatus.FULL_REFUND),
    ],
)
def test_the_status_follows_from_the_rows_and_stays_where_they_say_nothing(amounts, status):
    balance = balance_of(Decimal("29.50"), rows(*amounts))
    assert payment_status(balance, PaymentStatus.AUTHORIZED) == status
