"""The rows of a refund: its lines, the payment that goes back, and the ledgers that guard both."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F
from django.utils import timezone

from orders.models import (
    Order,
    OrderLine,
    Payment,
    PaymentKind,
    Refund,
    RefundLedger,
    RefundLine,
    RmaLine,
)
from orders.refunds.calculation.arithmetic import NOTHING
from orders.refunds.calculation.consequences import Consequences
from orders.refunds.calculation.standing import Standing
from orders.refunds.calculation.wanted import Wanted


def write(
    order: Order,
    standing: Standing,
    wanted: Wanted,
    after: Consequences,
    *,
    by: AbstractBaseUser,
) -> Refund:
    """Write down what is `wanted` of a locked `order`: rows that add up, and every ledger."""
    is_news = after.website_status != order.store_status_code
    made = Refund.objects.create(
        order=order,
        reason=wanted.reason,
        comment=wanted.comment,
        items_amount=wanted.items,
        shipping_amount=wanted.shipping,
        tax_amount=wanted.tax,
        total=wanted.total,
        is_local_only=wanted.is_local_only,
        website_status=after.website_status if is_news else "",
        mails_customer=after.mails_customer,
        rma_id=wanted.rma_id,
        by_id=by.pk,
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund=made, line_id=line_id, quantity=piece.quantity, amount=piece.amount)
        for line_id, piece in wanted.pieces.items()
    )
    if made.total:
        Payment.objects.create(
            order=order,
            kind=PaymentKind.REFUND,
            method=order.payment_method,
            amount=made.total,
            paid_at=timezone.now(),
            note=": ".join(filter(None, [made.reason, made.comment])),
            by_id=by.pk,
        )
    _count_amounts(order, standing, wanted)
    _count_lines(wanted)
    if wanted.rma_id:
        _count_return(wanted)
    return made


def _count_amounts(order: Order, standing: Standing, wanted: Wanted) -> None:
    # Never below what went back already: the store may have lowered its amounts since.
    charged_items = sum(standing.charged.items, NOTHING)
    RefundLedger.objects.update_or_create(
        order=order,
        defaults={
            "charged_items": max(charged_items, standing.refunded_items),
            "charged_shipping": max(standing.charged.shipping, standing.refunded_shipping),
            "charged_tax": max(standing.charged.tax, standing.refunded_tax),
            "paid": max(standing.paid, standing.refunded),
        },
    )
    RefundLedger.objects.filter(order=order).update(
        refunded_items=F("refunded_items") + wanted.items,
        refunded_shipping=F("refunded_shipping") + wanted.shipping,
        refunded_tax=F("refunded_tax") + wanted.tax,
    )


def _count_lines(wanted: Wanted) -> None:
    for line_id, piece in wanted.pieces.items():
        if piece.quantity:
            OrderLine.objects.filter(pk=line_id).update(
                refunded_quantity=F("refunded_quantity") + piece.quantity
            )


def _count_return(wanted: Wanted) -> None:
    for line_id, piece in wanted.pieces.items():
        returned = RmaLine.objects.filter(rma=wanted.rma_id, line=line_id)
        for row in returned:
            row.refunded_quantity = min(row.quantity, row.refunded_quantity + piece.quantity)
            row.save(update_fields=["refunded_quantity"])
