"""When a store is down: one pause and one notice for all its changes, and an automatic recovery."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone

from notices import board
from notices.models import NoticeKind
from settings.models import Company
from stores.delivery import timing
from stores.delivery.results import Round
from stores.errors import StoreError, StoreUnavailable
from stores.models import ChangeState, OutgoingChange, Postbox


def note_round(company: Company, postbox: Postbox, done: Round) -> bool:
    """Pause, recover or stop statuses after a batch; whether more may be sent now."""
    if done.statuses_stopped and postbox.statuses_stopped_at is None:
        stop_statuses(company, postbox, done.statuses_stopped)
    if done.down is not None:
        pause(company, postbox, done.down)
        return False
    if postbox.is_paused and done.has_got_through:
        resume(company, postbox)
    return True


def pause(company: Company, postbox: Postbox, error: StoreError) -> None:
    """Send nothing for a while: longer each time, or as long as the store asks for."""
    now = timezone.now()
    asked_for = error.retry_after if isinstance(error, StoreUnavailable) else None
    postbox.pauses += 1
    postbox.paused_at = postbox.paused_at or now
    postbox.paused_until = now + timing.pause(postbox.pauses, asked_for)
    postbox.pause_reason = error.sentence
    postbox.save()
    board.put_up(
        company,
        NoticeKind.UPLOADS_PAUSED,
        f"{error.sentence} Nothing is lost: it is tried again by itself.",
        link=page_of(company),
        count=OutgoingChange.objects.filter(company=company).undelivered().count(),
    )


def resume(company: Company, postbox: Postbox) -> None:
    """The store answers again, or a person wants it tried at once."""
    postbox.paused_at = postbox.paused_until = None
    postbox.pause_reason, postbox.pauses = "", 0
    postbox.save()
    board.take_down(company, NoticeKind.UPLOADS_PAUSED)


def stop_statuses(company: Company, postbox: Postbox, reason: str) -> None:
    """Set no status any more until a person allows it again."""
    postbox.statuses_stopped_at, postbox.statuses_stopped_reason = timezone.now(), reason
    postbox.save()
    board.put_up(company, NoticeKind.STATUSES_STOPPED, reason, link=page_of(company), count=1)


def allow_statuses(company: Company, *, by: AbstractBaseUser) -> None:
    """The cause has been mended, says a person: statuses may be set again."""
    postbox = Postbox.of(company)
    postbox.statuses_stopped_at, postbox.statuses_stopped_reason = None, ""
    postbox.save()
    board.take_down(company, NoticeKind.STATUSES_STOPPED)


def tell_of_stuck(company: Company) -> None:
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
