"""When a store is down: one pause and one notice for all its changes, and an automatic recovery."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone

from core.storable_text import storable
from notices import board
from notices.models import NoticeKind
from settings.models import Company
from stores.delivery import timing
from stores.delivery.batches import BatchResult
from stores.errors import StoreError, StoreUnavailable
from stores.models import ChangeState, OutgoingChange, StoreState


def record_batch(company: Company, state: StoreState, done: BatchResult) -> bool:
    """Pause, recover or stop statuses after a batch; whether more may be sent now."""
    if done.statuses_stopped and state.statuses_stopped_at is None:
        stop_statuses(company, state, done.statuses_stopped)
    if done.down is not None:
        pause(company, state, done.down)
        return False
    if state.is_paused and done.has_reached_store:
        resume(company, state)
    return True


def pause(company: Company, state: StoreState, error: StoreError) -> None:
    """Send nothing for a while: longer each time, or as long as the store asks for."""
    now = timezone.now()
    asked_for = error.retry_after if isinstance(error, StoreUnavailable) else None
    state.pauses += 1
    state.paused_at = state.paused_at or now
    state.paused_until = now + timing.pause(state.pauses, asked_for)
    state.pause_reason = storable(error.sentence)
    if isinstance(error, StoreUnavailable):
        state.doubted_at = now
    state.save()
    board.put_up(
        company,
        NoticeKind.UPLOADS_PAUSED,
        f"{error.sentence} Nothing is lost: it is tried again by itself.",
        link=page_of(company),
        count=OutgoingChange.objects.filter(company=company).undelivered().count(),
    )


def resume(company: Company, state: StoreState) -> None:
    """The store answers again, or a person wants it tried at once."""
    state.paused_at = state.paused_until = None
    state.pause_reason, state.pauses = "", 0
    state.save()
    board.take_down(company, NoticeKind.UPLOADS_PAUSED)


def stop_statuses(company: Company, state: StoreState, reason: str) -> None:
    """Set no status any more until a person allows it again."""
    state.statuses_stopped_at, state.statuses_stopped_reason = timezone.now(), reason
    state.save()
    board.put_up(company, NoticeKind.STATUSES_STOPPED, reason, link=page_of(company), count=1)


def allow_statuses(company: Company, *, by: AbstractBaseUser) -> None:
    """The cause has been mended, says a person: statuses may be set again."""
    state = StoreState.of(company)
    state.statuses_stopped_at, state.statuses_stopped_reason = None, ""
    state.save()
    board.take_down(company, NoticeKind.STATUSES_STOPPED)


def update_stuck_notice(company: Company) -> None:
    """Put up, renew or take down the notice of changes that need a person."""
    stuck = OutgoingChange.objects.filter(company=company, state=ChangeState.STUCK)
    newest = stuck.order_by("-pk").first()
    if newest is None:
        board.take_down(company, NoticeKind.TRACKING_STUCK)
        return
    count = stuck.count()
    message = f"{newest.last_error} (channel order {newest.store_order_id})"
    link = f"{page_of(company)}&state={ChangeState.STUCK}"
    board.put_up(company, NoticeKind.TRACKING_STUCK, message, link=link, count=count)


def page_of(company: Company) -> str:
    """Where people see the company's outgoing changes."""
    return f"{reverse('outgoing_list')}?company={company.pk}"
