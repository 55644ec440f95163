"""Putting notices up and taking them down."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F
from django.utils import timezone

from core.storable_text import storable
from notices.models import Dismissal, Notice, NoticeKind
from settings.models import Company


def put_up(
    company: Company, kind: NoticeKind, message: str, *, link: str, count: int | None = None
) -> None:
    """Put up a notice, or bring the open one of this kind up to date.

    `count` is how many things it is about; without it, the notice counts how often it was put up.
    """
    now, message = timezone.now(), storable(message)
    Notice.objects.open().get_or_create(
        company=company,
        kind=kind,
        defaults={
            "urgency": kind.urgency,
            "message": message,
            "link": link,
            "count": 0,
            "last_seen_at": now,
            "ended_at": None,
        },
    )
    Notice.objects.open().filter(company=company, kind=kind).update(
        message=message,
        link=link,
        last_seen_at=now,
        count=F("count") + 1 if count is None else count,
    )


def take_down(company: Company, *kinds: NoticeKind) -> None:
    """End the notices of these kinds: it is right again. Costs no write when there is none."""
    Notice.objects.open().filter(company=company, kind__in=kinds).update(ended_at=timezone.now())


def dismiss(user: AbstractBaseUser, *notices: Notice) -> None:
    """Take `notices` out of the user's bell. Others still see them."""
    Dismissal.objects.bulk_create(
        [Dismissal(notice=notice, user_id=user.pk) for notice in notices], ignore_conflicts=True
    )
