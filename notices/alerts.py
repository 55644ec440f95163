"""Telling people of notices by e-mail: one digest for many, never the same notice twice.

A round writes down who is to be told of what, in one transaction for each person; then the mails
are sent. A mail server that is down costs a delay, not an e-mail.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from smtplib import SMTPException
from urllib.parse import urljoin

from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from notices.models import Alert, AlertMail, AlertMode, AlertSetting, Notice
from settings.models import Company

logger = logging.getLogger(__name__)

# The hour, by the company's clock, from which a daily digest is sent.
MORNING = 7
# A mail that the server refuses is tried again after so many minutes, twice as many each time.
FIRST_PAUSE = timedelta(minutes=1)
MOST_ATTEMPTS = 10


def write_digests() -> list[int]:
    """Write down the e-mails that are due now. Gives the ids of the people who get one.

    E-mails whose notices have been removed since are forgotten.
    """
    AlertMail.objects.filter(alerts=None).delete()
    wanting = AlertSetting.objects.exclude(mode=AlertMode.OFF)
    people = User.objects.filter(is_active=True, pk__in=wanting.values("user")).exclude(email="")
    return [person.pk for person in people.order_by("pk") if _write_digest(person)]


def send_waiting() -> int:
    """Send every e-mail whose time has come. Gives how many left."""
    now = timezone.now()
    waiting = AlertMail.objects.filter(claimed_at=None, sent_at=None, not_before__lte=now)
    ids = list(waiting.order_by("pk").values_list("pk", flat=True))
    return sum(_send(mail_id) for mail_id in ids)


def is_due(setting: AlertSetting, now: datetime) -> bool:
    """Whether this person may hear of this company's notices `now` (aware). Pure."""
    if setting.mode == AlertMode.AT_ONCE:
        gap = timedelta(minutes=setting.minutes)
        return setting.told_at is None or now - setting.told_at >= gap
    if setting.mode == AlertMode.DAILY:
        here = now.astimezone(setting.company.zone)
        told = setting.told_at and setting.told_at.astimezone(setting.company.zone).date()
        return here.hour >= MORNING and told != here.date()
    return False


@transaction.atomic
def _write_digest(person: User) -> bool:
    # Locked, so that two rounds at the same moment write one digest.
    locked = AlertSetting.objects.select_for_update(of=("self",)).filter(user=person)
    now = timezone.now()
    due = [one for one in locked.select_related("company").order_by("pk") if is_due(one, now)]
    notices = list(_untold(person, [setting.company for setting in due]))
    if not notices:
        return False
    mail = AlertMail.objects.create(user=person)
    Alert.objects.bulk_create(Alert(mail=mail, notice=one, user=person) for one in notices)
    told = {notice.company_id for notice in notices}
    AlertSetting.objects.filter(user=person, company__in=told).update(told_at=now)
    return True


def _untold(person: User, companies: Sequence[Company]) -> Iterable[Notice]:
    bell = Notice.objects.for_bell_of(person).filter(company__in=companies)
    return bell.exclude(alerts__user=person).distinct()


def _send(mail_id: int) -> int:
    # Claimed by one conditional update: whoever comes second finds nothing.
    waiting = AlertMail.objects.filter(pk=mail_id, claimed_at=None)
    if not waiting.update(claimed_at=timezone.now(), attempts=F("attempts") + 1):
        return 0
    mail = AlertMail.objects.select_related("user").get(pk=mail_id)
    notices = Notice.objects.filter(alerts__mail=mail).select_related("company")
    try:
        digest(mail.user, list(notices)).send()
    except (SMTPException, OSError) as error:
        logger.warning("Alert mail %s was not taken: %s", mail_id, type(error).__name__)
        _try_again_later(mail)
        return 0
    AlertMail.objects.filter(pk=mail_id).update(sent_at=timezone.now())
    return 1


def _try_again_later(mail: AlertMail) -> None:
    """Give up after many attempts: the bell shows the notices all the same."""
    if mail.attempts < MOST_ATTEMPTS:
        pause = FIRST_PAUSE * 2 ** (mail.attempts - 1)
        AlertMail.objects.filter(pk=mail.pk).update(
            claimed_at=None, not_before=timezone.now() + pause
        )


def digest(person: User, notices: Sequence[Notice]) -> EmailMessage:
    """The e-mail that tells `person` of `notices`, the most urgent first."""
    context = {
        "rows": [(notice, _address(notice.link)) for notice in notices],
        "settings_address": _address(reverse("notice_emails")),
    }
    return EmailMessage(
        subject=_subject(notices),
        body=render_to_string("notices/alert_mail.txt", context),
        to=[person.email],
        headers={"Auto-Submitted": "auto-generated"},
    )


def _subject(notices: Sequence[Notice]) -> str:
    first, *others = notices
    about = f"{first.company}: {first.get_kind_display()}"
    return " ".join(f"{about} and {len(others)} more".split()) if others else about


def _address(path: str) -> str:
    """The page with its host; '' where nobody has said under which address people reach us."""
    return urljoin(django_settings.SITE_URL, path) if django_settings.SITE_URL else ""
