"""Orders to refund, and what is wanted of them."""

from decimal import Decimal

import pytest

from orders.models import Order
from orders.refunds.refund_request import RefundRequest, propose
from orders.refunds.refundable import refundable_of
from settings.models import Company
from tests.factories import a_company, an_order


@pytest.fixture
def shop(db: None) -> Company:
    """A company with a website status for each kind of refund."""
    return with_uploads(a_company())


def with_uploads(company: Company) -> Company:
    uploads = company.connection.status_uploads
    uploads.on_cancel, uploads.on_full_refund, uploads.on_partial_refund = "I", "X", "Y"
    uploads.save()
    return company


@pytest.fixture
def order(shop: Company) -> Order:
    """Two T-shirts for 20.00, shipping 7.50, tax 2.00: 29.50, paid."""
    return an_order(shop)


def wanted(order: Order, quantity: int = 2, **fields: object) -> RefundRequest:
    """What the page proposes for `quantity` pieces of the first line."""
    line = order.lines.first()
    assert line is not None
    proposed = propose(refundable_of(order), {line.pk: quantity})
    return RefundRequest(
        **{
            "pieces": proposed.pieces,
            "shipping": proposed.shipping,
            "tax": proposed.tax,
            "reason": "Other",
            **fields,
        }  # type: ignore[arg-type]
    )


def money(text: str) -> Decimal:
    return Decimal(text)
