"""Order Action Requests: a refund above a person's limit waits for somebody who may grant it."""

from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from core.refusals import Refused
from orders.models import (
    EventKind,
    Order,
    OrderActionRequest,
    OrderEvent,
    Refund,
    RequestState,
)
from orders.refunds.calculation.arithmetic import NOTHING
from orders.refunds.calculation.standing import standing_of
from orders.refunds.calculation.wanted import Wanted
from orders.refunds.refunds import refund, why_not
from settings.models import Membership


def is_above_limit(order: Order, amount: Decimal, person: AbstractBaseUser) -> bool:
    """Whether `person` may not refund `amount` of `order` alone.

    The limit is for all refunds of one person on one order, so that no row of small ones passes it.
    """
    limit = _limit(order, person)
    if limit is None:
        return False
    theirs = Refund.objects.filter(order=order, by_id=person.pk).aggregate(sum=Sum("total"))
    return (theirs["sum"] or NOTHING) + amount > limit


@transaction.atomic
def ask(order: Order, wanted: Wanted, *, by: AbstractBaseUser) -> OrderActionRequest:
    """Ask for a refund above one's own limit. Raises `Refused`."""
    current = Order.objects.select_for_update().get(pk=order.pk)
    if reason := why_not(current, standing_of(current), wanted):
        raise Refused(reason)
    if OrderActionRequest.objects.pending().filter(order=current).exists():
        raise Refused(
            "A request for this order is waiting already. Have it processed or rejected under "
            "Order Action Request first."
        )
    asked = OrderActionRequest.objects.create(
        order=current, wanted=wanted.as_json(), total=wanted.total, requested_by_id=by.pk
    )
    _note(asked, f"Refund of {wanted.total} {current.currency} requested ({wanted.reason}).", by)
    return asked


def why_not_decide(asked: OrderActionRequest, person: AbstractBaseUser) -> str:
    """Why `person` may neither process nor reject the request; '' when they may."""
    if asked.state != RequestState.PENDING:
        return f"The request has been {asked.get_state_display().lower()} already."
    if asked.requested_by_id == person.pk:
        return "It is your own request: somebody else must decide."
    return ""


def why_not_process(asked: OrderActionRequest, person: AbstractBaseUser) -> str:
    """Why `person` may not grant the request; '' when they may."""
    if reason := why_not_decide(asked, person):
        return reason
    if is_above_limit(asked.order, asked.total, person):
        return (
            f"It is above your own refund limit of {_limit(asked.order, person)} "
            f"{asked.order.currency}: somebody with a higher one must decide."
        )
    return ""


@transaction.atomic
def process(asked: OrderActionRequest, *, by: AbstractBaseUser) -> Refund:
    """Grant a request: the refund is made as it was asked for. Raises `Refused`."""
    current = _locked(asked)
    if reason := why_not_process(current, by):
        raise Refused(reason)
    made = refund(current.order, Wanted.of_json(current.wanted), by=by)
    current.refund = made
    _decide(current, RequestState.PROCESSED, "", by)
    return made


@transaction.atomic
def reject(asked: OrderActionRequest, reason: str, *, by: AbstractBaseUser) -> None:
    """Refuse a request, with the reason that its author reads. Raises `Refused`."""
    current = _locked(asked)
    if refusal := why_not_decide(current, by):
        raise Refused(refusal)
    _decide(current, RequestState.REJECTED, reason, by)
    sentence = f"Refund of {current.total} {current.order.currency} rejected: {reason}"
    _note(current, sentence, by)


def _locked(asked: OrderActionRequest) -> OrderActionRequest:
    Order.objects.select_for_update().get(pk=asked.order_id)
    rows = OrderActionRequest.objects.select_for_update(of=("self",))
    return rows.select_related("order__company").get(pk=asked.pk)


def _decide(
    asked: OrderActionRequest, state: RequestState, decision: str, by: AbstractBaseUser
) -> None:
    asked.state, asked.decision = state, decision
    asked.decided_by_id, asked.decided_at = by.pk, timezone.now()
    asked.save(update_fields=["state", "decision", "decided_by", "decided_at", "refund"])


def _limit(order: Order, person: AbstractBaseUser) -> Decimal | None:
    if getattr(person, "is_superuser", False):
        return None
    works = Membership.objects.filter(company=order.company_id, user_id=person.pk).first()
    return works.refund_limit if works else NOTHING


def _note(asked: OrderActionRequest, sentence: str, by: AbstractBaseUser) -> None:
    OrderEvent.objects.create(
        order=asked.order, kind=EventKind.REFUND, by_id=by.pk, message=sentence
    )
