"""E-mails about notices: who gets them, when, and that none comes twice."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from notices import board
from notices.alerts import is_due, send_waiting, write_digests
from notices.models import Alert, AlertMail, AlertMode, AlertSetting, Notice, NoticeKind
from notices.tasks import send_alerts
from settings.models import Company
from tests.factories import a_company, a_user

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)


def a_person(*companies, mode: str = AlertMode.AT_ONCE, email: str = "boss@example.com"):
    person = a_user(*companies)
    person.email = email
    person.save()
    for company in companies:
        AlertSetting.objects.create(user=person, company=company, mode=mode)
    return person


def trouble(company: Company, kind: NoticeKind = NoticeKind.IMPORTS_FAILING) -> None:
    board.put_up(company, kind, "The store does not answer.", link="/jobs/1/")


def an_hour_passes() -> None:
    AlertSetting.objects.update(told_at=timezone.now() - timedelta(hours=1))


@pytest.mark.django_db
def test_one_mail_tells_of_many_notices_of_many_companies(company, settings):
    settings.SITE_URL = "https://orders.example.com"
    a_person(company, a_company("Elsewhere"))
    for one in Company.objects.all():
        trouble(one)
        trouble(one, NoticeKind.LOGIN_FAILING)
    send_alerts()
    (sent,) = mail.outbox
    assert sent.to == ["boss@example.com"]
    assert sent.subject.endswith("The store rejects the login and 3 more")
    assert sent.body.count("The store does not answer.") == 4
    assert "https://orders.example.com/jobs/1/" in sent.body
    assert "https://orders.example.com/notices/emails/" in sent.body


@pytest.mark.django_db
def test_the_same_notice_never_comes_twice_but_comes_again_when_it_happens_anew(company):
    a_person(company)
    trouble(company)
    for _ in range(3):
        send_alerts()
        an_hour_passes()
        trouble(company)  # it is put up again while it lasts
    assert len(mail.outbox) == 1
    board.take_down(company, NoticeKind.IMPORTS_FAILING)
    send_alerts()
    assert len(mail.outbox) == 1
    trouble(company)
    send_alerts()
    assert len(mail.outbox) == 2


@pytest.mark.django_db
def test_what_comes_up_meanwhile_waits_for_the_next_mail(company):
    a_person(company)
    trouble(company)
    send_alerts()
    trouble(company, NoticeKind.LOGIN_FAILING)
    trouble(company, NoticeKind.NO_ORDERS)
    send_alerts()
    assert len(mail.outbox) == 1
    an_hour_passes()
    send_alerts()
    assert len(mail.outbox) == 2
    assert "and 1 more" in mail.outbox[1].subject


@pytest.mark.django_db
def test_nobody_is_written_to_who_did_not_ask_or_may_not_see_or_has_dismissed(company):
    a_person(company, mode=AlertMode.OFF)
    a_user(company)
    a_person(company, email="")
    gone = a_person(company)
    gone.memberships.all().delete()
    left = a_person(company)
    left.is_active = False
    left.save()
    dismissing = a_person(company)
    trouble(company)
    board.dismiss(dismissing, Notice.objects.get())
    send_alerts()
    assert mail.outbox == []
    assert AlertMail.objects.count() == 0


@pytest.mark.django_db
def test_a_mail_server_that_is_down_delays_and_does_not_double(company, monkeypatch):
    a_person(company)
    trouble(company)

    def is_down(*_: object) -> None:
        raise SMTPServerDisconnected

    with monkeypatch.context() as patch:
        patch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", is_down)
        send_alerts()
    row = AlertMail.objects.get()
    assert (row.claimed_at, row.sent_at, row.attempts) == (None, None, 1)
    assert row.not_before > timezone.now()
    AlertMail.objects.update(not_before=timezone.now())
    assert (send_waiting(), send_waiting()) == (1, 0)
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_a_mail_whose_fate_nobody_knows_is_not_sent_again(company):
    person = a_person(company)
    trouble(company)
    row = AlertMail.objects.create(user=person, claimed_at=timezone.now())
    Alert.objects.create(mail=row, notice=Notice.objects.get(), user=person)
    send_alerts()
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_the_same_moment_write_one_mail(company):
    a_person(company)
    trouble(company)
    together = Barrier(2)

    def one_round() -> None:
        together.wait()
        write_digests()
        connection.close()

    rounds = [Thread(target=one_round) for _ in range(2)]
    for one in rounds:
        one.start()
    for one in rounds:
        one.join()
    assert AlertMail.objects.count() == Alert.objects.count() == 1


@pytest.mark.parametrize(
    ("mode", "told_at", "zone", "due"),
    [
        (AlertMode.OFF, None, "UTC", False),
        (AlertMode.AT_ONCE, None, "UTC", True),
        (AlertMode.AT_ONCE, NOON - timedelta(minutes=29), "UTC", False),
        (AlertMode.AT_ONCE, NOON - timedelta(minutes=30), "UTC", True),
        (AlertMode.DAILY, None, "UTC", True),
        (AlertMode.DAILY, NOON - timedelta(hours=4), "UTC", False),
        (AlertMode.DAILY, NOON - timedelta(hours=20), "UTC", True),
        (AlertMode.DAILY, None, "America/Los_Angeles", False),  # four in the morning there
        (AlertMode.DAILY, NOON - timedelta(hours=13), "Asia/Tokyo", False),  # this morning there
        (AlertMode.DAILY, NOON - timedelta(hours=22), "Asia/Tokyo", True),  # last night there
    ],
)
def test_when_a_mail_is_due(mode, told_at, zone, due):
    setting = AlertSetting(company=Company(time_zone=zone), mode=mode, told_at=told_at)
    assert is_due(setting, NOON) is due


@pytest.mark.django_db
def test_people_choose_on_the_page_of_the_notices(staff, company):
    path = reverse("notice_emails")
    assert path in staff.get(reverse("notice_list")).content.decode()
    name = f"company-{company.pk}"
    saved = staff.post(path, {f"{name}-mode": "at_once", f"{name}-minutes": "15"})
    assert saved.status_code == 302
    setting = AlertSetting.objects.get()
    assert (setting.mode, setting.minutes, setting.company) == ("at_once", 15, company)
    refused = staff.post(path, {f"{name}-mode": "at_once", f"{name}-minutes": "1"})
    assert "greater than or equal to 5" in refused.content.decode()
    staff.post(path, {f"{name}-mode": "off", f"{name}-minutes": "15"})
    assert AlertSetting.objects.get().mode == AlertMode.OFF


@pytest.mark.django_db
def test_nobody_chooses_for_companies_of_others(staff):
    other = a_company()
    name = f"company-{other.pk}"
    staff.post(reverse("notice_emails"), {f"{name}-mode": "daily", f"{name}-minutes": "15"})
    assert not AlertSetting.objects.filter(company=other).exists()
