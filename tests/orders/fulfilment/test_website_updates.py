"""What the outbox takes of an order: shipments, corrections, and taking them back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from orders.fulfilment.website_updates import (
    enqueue_correction,
    enqueue_shipment,
    enqueue_shipments,
    shipment_key,
    withdraw_shipment,
)
from orders.models import Package
from stores.models import ChangeState, OutgoingChange, TrackingDelay
from tests.factories import a_company, a_package, an_order


@pytest.fixture
def package(company) -> Package:
    return a_package(an_order(company), "T1")


def the_change() -> OutgoingChange:
    return OutgoingChange.objects.get()


def test_a_shipment_says_what_is_in_it_and_how_it_goes(package):
    enqueue_shipment(package)
    payload = the_change().payload
    assert (payload["tracking_number"], payload["carrier"]) == ("T1", "ups")
    assert payload["store_shipping_id"] == "1"
    assert [(one["store_line_id"], one["quantity"]) for one in payload["lines"]] == [("11", 2)]


def test_one_package_is_told_once_however_often_it_is_asked(package):
    enqueue_shipment(package)
    enqueue_shipment(package)
    assert OutgoingChange.objects.count() == 1


def test_many_packages_are_told_as_each_alone_would_be(company):
    packages = [a_package(an_order(company, number), number) for number in ("1", "2")]
    enqueue_shipments({package: list(package.lines.all()) for package in packages})
    together = {one.key: one.payload for one in OutgoingChange.objects.all()}
    OutgoingChange.objects.all().delete()
    for package in packages:
        enqueue_shipment(package)
    assert together == {one.key: one.payload for one in OutgoingChange.objects.all()}


@pytest.mark.parametrize("many", [True, False])
def test_an_order_that_was_made_here_is_told_to_nobody(package, many):
    package.order.original_id = 1
    if many:
        enqueue_shipments({package: list(package.lines.all())})
    else:
        enqueue_shipment(package)
    package.refresh_from_db()
    assert package.is_source_notified
    assert not OutgoingChange.objects.exists()


@pytest.mark.parametrize("many", [True, False])
def test_tracking_waits_and_mails_as_the_company_has_set(package, many):
    company = package.order.company
    TrackingDelay.objects.create(company=company, min_hours=5, mails_customer=False)
    if many:
        enqueue_shipments({package: list(package.lines.all())})
    else:
        enqueue_shipment(package)
    change = the_change()
    assert change.not_before is not None
    assert change.not_before > timezone.now() + timedelta(hours=4)
    assert change.payload["may_mail"] is False


def test_companies_keep_their_own_delays_in_one_go(company):
    other = a_company()
    TrackingDelay.objects.create(company=other, min_hours=5)
    packages = [a_package(an_order(one)) for one in (company, other)]
    enqueue_shipments({package: list(package.lines.all()) for package in packages})
    delayed = OutgoingChange.objects.exclude(not_before=None)
    assert [change.company for change in delayed] == [other]


def corrected(package: Package) -> OutgoingChange | None:
    package.tracking_number = "T2"
    package.save()
    return enqueue_correction(package)


def test_a_correction_keeps_the_companys_word_on_mails(package):
    TrackingDelay.objects.create(company=package.order.company, mails_customer=False)
    enqueue_shipment(package)
    corrected(package)
    payload = the_change().payload
    assert (payload["tracking_number"], payload["may_mail"]) == ("T2", False)


@pytest.mark.parametrize(
    "fields",
    [{"state": "sent"}, {"state": "sending"}, {"unclear_until": timezone.now()}],
)
def test_a_correction_of_what_the_store_may_know_goes_on_its_own(package, fields):
    enqueue_shipment(package)
    OutgoingChange.objects.update(**fields)
    change = corrected(package)
    assert change is not None
    assert (change.kind, change.payload["tracking_number"]) == ("correction", "T2")
    first = OutgoingChange.objects.get(key=shipment_key(package))
    assert first.payload["tracking_number"] == "T1"


def test_a_package_that_the_store_told_of_is_corrected_there(package):
    package.store_shipment_id = "14"
    change = corrected(package)
    assert change is not None
    assert change.payload["shipment_id"] == "14"


def test_what_the_website_was_never_to_know_is_not_corrected_there(package):
    assert corrected(package) is None
    assert not OutgoingChange.objects.exists()


def test_a_shipment_that_waits_is_withdrawn(package):
    enqueue_shipment(package)
    assert withdraw_shipment(package)
    assert not OutgoingChange.objects.exists()


@pytest.mark.parametrize("fields", [{"store_shipment_id": "14"}, {"is_source_notified": True}])
def test_what_the_website_knows_is_not_withdrawn(package, fields):
    enqueue_shipment(package)
    for name, value in fields.items():
        setattr(package, name, value)
    assert not withdraw_shipment(package)
    assert the_change().state == ChangeState.WAITING
