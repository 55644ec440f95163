"""A package after it was made: confirmed, changed, deleted, corrected, each in its time."""

from decimal import Decimal

import pytest

from core.refusals import Refused
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.package_changes import (
    change,
    correct,
    delete,
    ship_confirm,
    why_not_change,
    why_not_confirm,
    why_not_correct,
)
from orders.models import Order, Package
from orders.state.quantities import remaining
from shipping.models import ShippingService
from stores.models import OutgoingChange
from tests.factories import a_line, a_package, a_user, an_order


@pytest.fixture
def order(company) -> Order:
    return an_order(company, lines=(a_line("11"), a_line("12", sku="MUG", name="Mug")))


@pytest.fixture
def kim(company):
    return a_user(company, username="kim")


def packed(order: Order, number: str = "T1", **columns) -> Package:
    return a_package(order, number, confirmed_at=None, **columns)


def ids(order: Order) -> tuple[int, int]:
    shirt, mug = (order.lines.get(sku=sku).pk for sku in ("TS-RED", "MUG"))
    return shirt, mug


@pytest.mark.parametrize(
    ("columns", "expected"),
    [({}, (False, False, True)), ({"confirmed_at": None}, (True, True, False))],
)
def test_a_package_is_edited_before_it_leaves_and_corrected_after(order, columns, expected):
    package = a_package(order, **columns)
    asked = (why_not_confirm, why_not_change, why_not_correct)
    assert tuple(why_not(package) == "" for why_not in asked) == expected


def test_a_package_is_confirmed_once(order, kim):
    package = packed(order)
    ship_confirm(package, by=kim)
    with pytest.raises(Refused, match="has been Ship Confirmed already"):
        ship_confirm(package, by=kim)
    assert OutgoingChange.objects.count() == 1


def test_a_package_that_somebody_deleted_is_said(order, kim):
    package = packed(order)
    Package.objects.all().delete()
    with pytest.raises(Refused, match="Somebody has deleted the package"):
        ship_confirm(package, by=kim)


def test_a_package_that_left_meanwhile_is_not_deleted(order, kim):
    package = packed(order)
    ship_confirm(package, by=kim)
    package.confirmed_at = None  # as the page saw it
    with pytest.raises(Refused, match="The package has left"):
        delete(package, by=kim)
    assert Package.objects.exists()


def test_a_deleted_package_gives_its_pieces_back(order, kim):
    package = packed(order)
    assert [remaining(line) for line in order.lines.all()] == [0, 0]
    delete(package, by=kim)
    assert [remaining(line) for line in order.lines.all()] == [2, 2]


def test_a_changed_package_may_keep_its_number_and_its_pieces(order, kim):
    shirt, mug = ids(order)
    new = NewPackage(tracking_number="T1", quantities={shirt: 2, mug: 1})
    changed = change(packed(order), new, by=kim)
    assert [str(row) for row in changed.lines.all()] == ["2 × T-shirt", "1 × Mug"]


def test_a_changed_package_does_not_take_the_number_of_another(order, kim):
    shirt, mug = ids(order)
    package = change(packed(order), NewPackage(quantities={shirt: 1}), by=kim)
    Package.objects.create(order=order, tracking_number="T2", shipped_at=package.shipped_at)
    with pytest.raises(Refused, match="on this order already"):
        change(package, NewPackage(tracking_number="t 2", quantities={mug: 1}), by=kim)


def test_a_refused_change_leaves_the_package_as_it_was(order, kim):
    shirt, _ = ids(order)
    package = packed(order)
    with pytest.raises(Refused, match="T-shirt: 2 left to ship, not 3"):
        change(package, NewPackage(quantities={shirt: 3}), by=kim)
    assert [row.quantity for row in package.lines.all()] == [2, 2]


def test_what_was_typed_replaces_what_stood_there(order, kim):
    ground = ShippingService.objects.get(code="UPS_GROUND")
    package = packed(order, carrier="dpd", cost=Decimal(9), weight=Decimal(1))
    change(package, NewPackage(service=ground), by=kim)
    package.refresh_from_db()
    assert (package.service, package.carrier) == (ground, "ups")
    assert (package.tracking_number, package.cost, package.weight) == ("", None, None)


def test_a_correction_of_nothing_is_no_event(order, kim):
    package = a_package(order, "T1", carrier="ups", store_shipment_id="14")
    before = order.events.count()
    correct(package, tracking_number="T1", service=None, carrier="ups", by=kim)
    assert order.events.count() == before
    assert not OutgoingChange.objects.exists()


def test_a_carrier_alone_is_corrected_too(order, kim):
    package = a_package(order, "T1", carrier="ups", store_shipment_id="14")
    correct(package, tracking_number="T1", service=None, carrier="dpd", by=kim)
    assert OutgoingChange.objects.get().payload["carrier"] == "dpd"


def test_a_correction_does_not_take_the_number_of_another(order, kim):
    package = a_package(order, "T1", carrier="ups", store_shipment_id="14")
    Package.objects.create(order=order, tracking_number="T 2", shipped_at=package.shipped_at)
    with pytest.raises(Refused, match="on this order already"):
        correct(package, tracking_number="t2", service=None, carrier="ups", by=kim)
    package.refresh_from_db()
    assert package.tracking_number == "T1"
    assert not OutgoingChange.objects.exists()


def test_a_correction_leaves_something_that_the_website_can_be_told(order, kim):
    order.company.website_options.allow_tracking_upload = True
    order.company.website_options.save()
    package = a_package(order, "T1", carrier="ups", store_shipment_id="14")
    with pytest.raises(Refused, match="wants a tracking number or a carrier"):
        correct(package, tracking_number="", service=None, carrier="", by=kim)
    assert not OutgoingChange.objects.exists()
