"""Order Action Requests: a refund above a person's limit waits for somebody who may grant it."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
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
from orders.refunds.issue_refund import is_above_limit, issue_refund, limit_of
from orders.refunds.refund_request import RefundRequest


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
            f"It is above your own refund limit of {limit_of(asked.order, person)} "
            f"{asked.order.currency}: somebody with a higher one must decide."
        )
    return ""


@transaction.atomic
def process(asked: OrderActionRequest, *, by: AbstractBaseUser) -> Refund:
    """Grant a request: the refund is made as it was asked for. Raises `Refused`."""
    current = _locked(asked)
    if reason := why_not_process(current, by):
        raise Refused(reason)
    made = issue_refund(current.order, RefundRequest.of_json(current.wanted), by=by)
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
    OrderEvent.objects.create(
        order=current.order,
        kind=EventKind.REFUND,
        by_id=by.pk,
        message=f"Refund of {current.total} {current.order.currency} rejected: {reason}",
    )


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
