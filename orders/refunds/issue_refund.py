"""Actions > Cancel/Issue Refund: money and pieces go back, the order follows, the website is told.

The website gets a status and nothing else: its interface moves no money, and any other change would
make it calculate the order again. One above its author's limit becomes an Order Action Request.
Everything is decided with the order locked, so that of several at once each sees those before it.
"""

from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from core.money import NOTHING
from core.refusals import Refused
from orders.fulfilment.website_updates import enqueue_status
from orders.models import (
    EventKind,
    Order,
    OrderActionRequest,
    OrderEvent,
    OrderLine,
    OrderStatus,
    Payment,
    PaymentKind,
    Refund,
    RefundLedger,
    RefundLine,
    RmaLine,
)
from orders.refunds.cancellation import cancel
from orders.refunds.plan import RefundPlan, plan_refund
from orders.refunds.refund_request import RefundRequest
from orders.refunds.refundable import refundable_of
from orders.state.ledger import derive_statuses
from settings.models import Membership
from stores.models import OutgoingChange


@transaction.atomic
def refund_or_request(
    order: Order, request: RefundRequest, *, by: AbstractBaseUser
) -> Refund | OrderActionRequest:
    """Give back what is asked for, or ask for it where it is above the person's limit.

    Raises `Refused`.
    """
    current = _lock(order)
    plan = _possible(current, request)
    if is_above_limit(current, request.total, by):
        return _request(current, plan, by=by)
    return _refund(current, plan, by=by)


@transaction.atomic
def issue_refund(order: Order, request: RefundRequest, *, by: AbstractBaseUser) -> Refund:
    """Give back what is asked for, by somebody whose limit was looked at. Raises `Refused`."""
    current = _lock(order)
    return _refund(current, _possible(current, request), by=by)


def limit_of(order: Order, person: AbstractBaseUser) -> Decimal | None:
    """How much of one order `person` may refund alone, in its currency; None for any amount."""
    if getattr(person, "is_superuser", False):
        return None
    works = Membership.objects.filter(company=order.company_id, user_id=person.pk).first()
    return works.refund_limit if works else NOTHING


def is_above_limit(order: Order, amount: Decimal, person: AbstractBaseUser) -> bool:
    """Whether `person` may not refund `amount` of `order` alone.

    The limit is for all refunds of one person on one order, so that no row of small ones passes it.
    Whoever goes on to refund holds the order's lock.
    """
    limit = limit_of(order, person)
    if limit is None:
        return False
    theirs = Refund.objects.filter(order=order, by_id=person.pk).aggregate(sum=Sum("total"))
    return (theirs["sum"] or NOTHING) + amount > limit


def tell_website(refund: Refund, *, by: AbstractBaseUser) -> OutgoingChange | None:
    """Enqueue the status that tells of `refund`, in its transaction; None where there is none."""
    if not refund.website_status:
        return None
    return enqueue_status(
        refund.order,
        refund.website_status,
        may_mail=refund.mails_customer,
        key=change_key(refund),
        by=by,
    )


def change_key(refund: Refund) -> str:
    """The key of the outgoing change that tells of the refund."""
    return f"refund:{refund.pk}"


def _lock(order: Order) -> Order:
    """The order as it is now, locked, with its company, lines and packages."""
    locked = Order.objects.select_for_update(of=("self",)).select_related("company")
    return locked.prefetch_related("lines", "packages").get(pk=order.pk)


def _possible(current: Order, request: RefundRequest) -> RefundPlan:
    plan = plan_refund(current, refundable_of(current), request)
    if plan.why_not:
        raise Refused(plan.why_not)
    return plan


def _request(order: Order, plan: RefundPlan, *, by: AbstractBaseUser) -> OrderActionRequest:
    request = plan.request
    if OrderActionRequest.objects.pending().filter(order=order).exists():
        raise Refused(
            "A request for this order is waiting already. Have it processed or rejected under "
            "Order Action Request first."
        )
    sentence = f"Refund of {request.total} {order.currency} requested ({request.reason})."
    _note(order, sentence, by)
    return OrderActionRequest.objects.create(
        order=order, wanted=request.as_json(), total=request.total, requested_by_id=by.pk
    )


def _refund(order: Order, plan: RefundPlan, *, by: AbstractBaseUser) -> Refund:
    made = _write(order, plan, by=by)
    _note(order, _in_words(made, plan.request, order), by)
    _follow(order, plan, by=by)
    if not made.is_local_only:
        tell_website(made, by=by)
    return made


def _write(order: Order, plan: RefundPlan, *, by: AbstractBaseUser) -> Refund:
    """Rows that add up, and every ledger."""
    request = plan.request
    is_news = plan.website_status != order.store_status_code
    made = Refund.objects.create(
        order=order,
        reason=request.reason,
        comment=request.comment,
        items_amount=request.items,
        shipping_amount=request.shipping,
        tax_amount=request.tax,
        total=request.total,
        is_local_only=request.is_local_only,
        website_status=plan.website_status if is_news else "",
        mails_customer=plan.mails_customer,
        rma_id=request.rma_id,
        by_id=by.pk,
    )
    RefundLine.objects.bulk_create(
        RefundLine(refund=made, line_id=line_id, quantity=piece.quantity, amount=piece.amount)
        for line_id, piece in request.pieces.items()
    )
    if made.total:
        _pay_back(made, by)
    _count_amounts(order, plan)
    _count_lines(request)
    if request.rma_id:
        _count_return(request)
    return made


def _pay_back(made: Refund, by: AbstractBaseUser) -> None:
    Payment.objects.create(
        order=made.order,
        kind=PaymentKind.REFUND,
        method=made.order.payment_method,
        amount=made.total,
        paid_at=timezone.now(),
        note=": ".join(filter(None, [made.reason, made.comment])),
        by_id=by.pk,
    )


def _count_amounts(order: Order, plan: RefundPlan) -> None:
    # Never below what went back already: the store may have lowered its amounts since.
    refundable, request = plan.refundable, plan.request
    charged_items = sum(refundable.charged.items, NOTHING)
    RefundLedger.objects.update_or_create(
        order=order,
        defaults={
            "charged_items": max(charged_items, refundable.refunded_items),
            "charged_shipping": max(refundable.charged.shipping, refundable.refunded_shipping),
            "charged_tax": max(refundable.charged.tax, refundable.refunded_tax),
            "paid": max(refundable.paid, refundable.refunded),
        },
    )
    RefundLedger.objects.filter(order=order).update(
        refunded_items=F("refunded_items") + request.items,
        refunded_shipping=F("refunded_shipping") + request.shipping,
        refunded_tax=F("refunded_tax") + request.tax,
    )


def _count_lines(request: RefundRequest) -> None:
    for line_id, piece in request.pieces.items():
        if piece.quantity:
            OrderLine.objects.filter(pk=line_id).update(
                refunded_quantity=F("refunded_quantity") + piece.quantity
            )


def _count_return(request: RefundRequest) -> None:
    for line_id, piece in request.pieces.items():
        returned = RmaLine.objects.filter(rma=request.rma_id, line=line_id)
        for row in returned:
            row.refunded_quantity = min(row.quantity, row.refunded_quantity + piece.quantity)
            row.save(update_fields=["refunded_quantity"])


def _follow(order: Order, plan: RefundPlan, *, by: AbstractBaseUser) -> None:
    """The order's statuses follow the refund."""
    if order.payment_status != plan.payment_status:
        order.payment_status = plan.payment_status
        order.save(update_fields=["payment_status"])
    is_cancelled = order.order_status == OrderStatus.CANCELLED
    if plan.order_status == OrderStatus.CANCELLED and not is_cancelled:
        cancel(order, why=f"Cancel/Issue Refund: {plan.request.reason}.", by=by)
    derive_statuses([order])


def _in_words(made: Refund, request: RefundRequest, order: Order) -> str:
    """The refund as a sentence for the timeline."""
    names = {line.pk: line.name for line in order.lines.all()}
    parts = [
        f"{piece.quantity} × {names[line_id]}"
        for line_id, piece in request.pieces.items()
        if piece.quantity
    ]
    parts += [f"shipping {request.shipping}"] if request.shipping else []
    parts += [f"tax {request.tax}"] if request.tax else []
    what = f"{made.total} {order.currency} refunded" if made.total else "Cancelled without a refund"
    sentence = f"{what} ({made.reason}): {', '.join(parts) or 'items'}."
    return " ".join(filter(None, [sentence, made.comment]))


def _note(order: Order, sentence: str, by: AbstractBaseUser) -> None:
    OrderEvent.objects.create(order=order, kind=EventKind.REFUND, by_id=by.pk, message=sentence)
