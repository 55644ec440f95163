"""When waiting changes are really tried next, or what they wait for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from settings.models import Company
from stores.models import (
    UNDELIVERED,
    ChangeKind,
    ChangeState,
    OutgoingChange,
    StoreState,
)

# What an older change of the order is, by whose state the newer one waits.
_WAITS_FOR = {
    ChangeState.WAITING: "after update {}, which is older",
    ChangeState.SENDING: "after update {}, which is being sent",
    ChangeState.STUCK: "after update {}, which is stuck",
}


@dataclass(frozen=True, slots=True)
class NextTry:
    """When a change is tried next, None: at once; or what it `waits_for`, '' for nothing."""

    at: datetime | None = None
    waits_for: str = ""


def with_next_tries(changes: Iterable[OutgoingChange]) -> list[tuple[OutgoingChange, NextTry]]:
    """Each change with its next try. Two statements where something waits, none elsewhere."""
    shown = list(changes)
    waiting = [change for change in shown if change.state == ChangeState.WAITING]
    if not waiting:
        return [(change, NextTry()) for change in shown]
    companies = Company.objects.select_related("website_options", "store_state")
    known = companies.in_bulk({change.company_id for change in waiting})
    undelivered = _undelivered(waiting)
    tries = {
        change.pk: _next_try(change, known[change.company_id], undelivered) for change in waiting
    }
    return [(change, tries.get(change.pk, NextTry())) for change in shown]


def _undelivered(waiting: Sequence[OutgoingChange]) -> list[OutgoingChange]:
    """What the orders of `waiting` have not delivered yet, oldest first."""
    found = OutgoingChange.objects.filter(
        company__in={change.company_id for change in waiting},
        store_order_id__in={change.store_order_id for change in waiting},
        state__in=UNDELIVERED,
    )
    columns = ("company_id", "store_order_id", "kind", "state")
    return list(found.only(*columns).order_by("pk"))


def _next_try(
    change: OutgoingChange, company: Company, undelivered: Sequence[OutgoingChange]
) -> NextTry:
    state: StoreState | None = getattr(company, "store_state", None)
    is_status = change.kind == ChangeKind.STATUS
    if not is_status and not company.website_options.allow_tracking_upload:
        return NextTry(waits_for="when Allow Tracking Upload is switched on")
    if is_status and state is not None and state.statuses_stopped_at is not None:
        return NextTry(waits_for="when status changes are switched on again")
    older = next((one for one in undelivered if _goes_before(one, change)), None)
    if older is not None:
        return NextTry(waits_for=_WAITS_FOR[ChangeState(older.state)].format(older.pk))
    paused_until = state.paused_until if state is not None else None
    moments = [change.not_before, change.unclear_until, paused_until]
    return NextTry(at=max(filter(None, moments), default=None))


def _goes_before(one: OutgoingChange, change: OutgoingChange) -> bool:
    """As `delivery.claiming.due` has it: a shipment waits only for shipments, and what is sent."""
    is_of_the_order = (one.company_id, one.store_order_id) == (
        change.company_id,
        change.store_order_id,
    )
    if not is_of_the_order or one.pk >= change.pk:
        return False
    if change.kind != ChangeKind.SHIPMENT:
        return True
    is_waiting_shipment = (one.state, one.kind) == (ChangeState.WAITING, ChangeKind.SHIPMENT)
    return one.state == ChangeState.SENDING or is_waiting_shipment
