"""The outbox: what is enqueued, and what people decide about it."""

from datetime import UTC, datetime, time

import pytest
from django.db import transaction

from core.refusals import Refused
from orders.fulfilment.source_notified import (
    mark_source_not_notified,
    mark_source_notified,
    why_not_mark_notified,
)
from orders.fulfilment.website_updates import (
    enqueue_correction,
    enqueue_shipment,
    withdraw_shipment,
)
from orders.models import EventKind, ShippingStatus
from stores import outbox
from stores.models import ChangeKind, ChangeState, OutgoingChange, TrackingDelay
from tests.factories import a_company, a_package, a_user, an_order


@pytest.fixture
def package(company):
    return a_package(an_order(company))


@pytest.fixture
def change(package):
    with transaction.atomic():
        return enqueue_shipment(package)


def set_to(change: OutgoingChange, state: ChangeState, **columns) -> OutgoingChange:
    OutgoingChange.objects.filter(pk=change.pk).update(state=state, **columns)
    change.refresh_from_db()
    return change


def test_a_package_is_posted_once_however_often_it_is_told_of(package, change):
    assert enqueue_shipment(package) == change
    assert change.payload["lines"][0]["quantity"] == 2
    assert change.payload["store_shipping_id"] == "1"
    assert (change.state, change.not_before) == (ChangeState.WAITING, None)


def test_a_stuck_change_can_be_sent_again_and_the_order_says_who_did_it(change, package, company):
    person = a_user(company)
    outbox.send_again(set_to(change, ChangeState.STUCK, attempts=9, last_error="No."), by=person)
    change.refresh_from_db()
    assert (change.state, change.attempts, change.last_error) == (ChangeState.WAITING, 0, "")
    event = package.order.events.first()
    assert (event.kind, event.by) == (EventKind.WEBSITE, person)


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(ChangeState.SENDING, "being sent"), (ChangeState.SENT, "told of it already")],
)
@pytest.mark.parametrize("verb", ["send_again", "dismiss", "mark_as_notified"])
def test_nothing_can_be_done_to_what_is_sent_or_being_sent(change, company, verb, state, sentence):
    set_to(change, state)
    with pytest.raises(Refused, match=sentence):
        getattr(outbox, verb)(change, by=a_user(company))


def test_a_dismissed_change_leaves_the_package_not_notified(change, package, company):
    outbox.dismiss(change, by=a_user(company))
    package.refresh_from_db()
    change.refresh_from_db()
    assert (change.state, package.is_source_notified) == (ChangeState.DISMISSED, False)


def test_a_change_marked_as_notified_closes_its_package(change, package, company):
    outbox.mark_as_notified(change, by=a_user(company))
    package.refresh_from_db()
    change.refresh_from_db()
    assert (change.state, package.is_source_notified) == (ChangeState.SENT, True)


def test_marking_an_order_closes_its_changes_and_asks_for_the_final_status(
    change, package, company
):
    company.connection.status_uploads.on_shipped = "C"
    company.connection.status_uploads.save()
    assert package.order.shipping_status == ShippingStatus.FULLY_SHIPPED
    assert mark_source_notified(package.order, by=a_user(company)) == 1
    assert why_not_mark_notified(package.order) != ""
    status = OutgoingChange.objects.get(kind=ChangeKind.STATUS)
    assert status.payload["code"] == "C"


def test_what_was_only_marked_can_be_told_after_all(change, package, company):
    person = a_user(company)
    mark_source_notified(package.order, by=person)
    assert mark_source_not_notified(package.order, by=person) == 1
    change.refresh_from_db()
    package.refresh_from_db()
    assert (change.state, package.is_source_notified) == (ChangeState.WAITING, False)


def test_a_correction_before_the_upload_goes_with_it(change, package):
    package.tracking_number = "1ZNEW"
    package.save()
    enqueue_correction(package)
    assert OutgoingChange.objects.get().payload["tracking_number"] == "1ZNEW"


def test_a_correction_after_an_unclear_end_is_a_change_of_its_own(change, package):
    set_to(change, ChangeState.WAITING, unclear_until=datetime(2026, 11, 2, tzinfo=UTC))
    package.tracking_number = "1ZNEW"
    enqueue_correction(package)
    assert OutgoingChange.objects.get(kind=ChangeKind.CORRECTION).payload["tracking_number"]
    change.refresh_from_db()
    assert change.payload["tracking_number"] == "1Z999AA10123456784"


def test_a_package_that_was_never_to_be_told_has_nothing_to_correct(package):
    assert enqueue_correction(package) is None


def test_a_change_that_has_not_left_can_be_taken_back_and_posted_anew(change, package):
    assert withdraw_shipment(package)
    assert not OutgoingChange.objects.exists()
    assert enqueue_shipment(package) != change


@pytest.mark.parametrize("state", [ChangeState.SENDING, ChangeState.SENT])
def test_what_the_store_may_know_is_not_taken_back(change, package, state):
    set_to(change, state)
    assert not withdraw_shipment(package)
    assert OutgoingChange.objects.filter(pk=change.pk).exists()


# The 20th of November 2026 is a Friday.
@pytest.mark.parametrize(
    ("chosen", "now", "earliest"),
    [
        ({}, "2026-11-20T10:00", None),
        ({"min_hours": 4}, "2026-11-20T10:00", "2026-11-20T14:00"),
        ({"time_of_day": time(18)}, "2026-11-20T10:00", "2026-11-20T17:00"),  # 18:00 in Berlin
        ({"time_of_day": time(18)}, "2026-11-20T17:30", "2026-11-21T17:00"),
        ({"skip_saturday": True}, "2026-11-21T10:00", "2026-11-21T23:00"),
        ({"skip_saturday": True, "skip_sunday": True}, "2026-11-21T10:00", "2026-11-22T23:00"),
        ({"skip_sunday": True, "min_hours": 48}, "2026-11-20T10:00", "2026-11-22T23:00"),
    ],
)
def test_tracking_leaves_when_the_company_wants_it(db, chosen, now, earliest):
    company = a_company()
    company.time_zone = "Europe/Berlin"
    delay = TrackingDelay(company=company, **chosen)
    moment = delay.earliest(datetime.fromisoformat(now).replace(tzinfo=UTC))
    expected = earliest and datetime.fromisoformat(earliest).replace(tzinfo=UTC)
    assert (moment.astimezone(UTC) if moment else None) == expected
