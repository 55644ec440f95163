"""Laying out packages that are to be made: what each holds, and why not. Writes nothing."""

from datetime import date
from decimal import Decimal

import pytest

from orders.fulfilment.new_packages import NewPackage, pack, plain
from orders.fulfilment.shipping_out import with_all_that_decides
from orders.models import Order, Package
from shipping.models import ShippingService
from tests.factories import a_company, a_line, a_package, an_order

SHIRT, MUG = a_line("11"), a_line("12", sku="MUG", name="Mug", quantity=3)


@pytest.fixture
def order(db) -> Order:
    an_order(a_company(), lines=(SHIRT, MUG))
    return loaded()


def loaded() -> Order:
    return with_all_that_decides(Order.objects.all()).get()


def pieces(order: Order, **by_sku: int) -> dict[int, int]:
    lines = {line.sku: line.pk for line in order.lines.all()}
    return {lines[sku.replace("_", "-")]: number for sku, number in by_sku.items()}


def held(order: Order, *wanted: NewPackage) -> list[dict[str, int]]:
    """What each package would hold, by SKU."""
    outcome = pack(order, wanted, is_confirmed=True)
    assert outcome.refusal == ""
    return [
        {row.line.sku: row.quantity for row in outcome.rows if row.package is package}
        for package in outcome.packages
    ]


def test_without_quantities_everything_that_is_left_goes(order):
    assert held(order, NewPackage()) == [{"TS-RED": 2, "MUG": 3}]


def test_two_packages_share_what_is_left(order):
    first = NewPackage(tracking_number="A", quantities=pieces(order, TS_RED=1, MUG=1))
    assert held(order, first, NewPackage(tracking_number="B")) == [
        {"TS-RED": 1, "MUG": 1},
        {"TS-RED": 1, "MUG": 2},
    ]


def test_nothing_is_written(order):
    held(order, NewPackage())
    assert not Package.objects.exists()


@pytest.mark.parametrize(
    ("quantities", "sentence"),
    [
        ({"TS_RED": 3}, "T-shirt: 2 left to ship, not 3."),
        ({"MUG": 4}, "Mug: 3 left to ship, not 4."),
        ({"MUG": 0}, "A package has no items."),
        ({}, "A package has no items."),
    ],
)
def test_it_says_which_pieces_are_missing(order, quantities, sentence):
    outcome = pack(order, [NewPackage(quantities=pieces(order, **quantities))], is_confirmed=True)
    assert outcome.refusal == sentence
    assert outcome.packages == []


def test_what_one_package_took_is_not_left_for_the_next(order):
    wanted = [
        NewPackage(tracking_number=number, quantities=pieces(order, MUG=2)) for number in "AB"
    ]
    assert pack(order, wanted, is_confirmed=True).refusal == "Mug: 1 left to ship, not 2."


def test_all_packages_of_an_order_are_made_or_none(order):
    wanted = [NewPackage(tracking_number="A"), NewPackage(tracking_number="B")]
    outcome = pack(order, wanted, is_confirmed=True)
    assert outcome.refusal == "Nothing is left for another package."
    assert (outcome.packages, outcome.rows) == ([], [])


def test_an_item_that_went_meanwhile_is_said(order):
    outcome = pack(order, [NewPackage(quantities={0: 1})], is_confirmed=True)
    assert outcome.refusal == "An item is no longer on the order. Look at the order again."


@pytest.mark.parametrize("number", ["1Z999AA10123456784", "1z999aa1 0123456784"])
def test_a_number_that_is_on_the_order_already_is_one_package(order, number):
    a_package(order, confirmed_at=None)
    order.lines.update(packed_quantity=1)
    outcome = pack(loaded(), [NewPackage(tracking_number=number)], is_confirmed=True)
    assert "is on this order already." in outcome.refusal


def test_a_number_twice_in_one_go_is_refused_too(order):
    wanted = [
        NewPackage(tracking_number=number, quantities=pieces(order, MUG=1))
        for number in ("AB 1", "ab1")
    ]
    assert (
        "Tracking number ab1 is on this order already."
        in pack(order, wanted, is_confirmed=True).refusal
    )


def test_a_day_that_cannot_be_is_refused(order):
    outcome = pack(order, [NewPackage(shipped_on=date(2999, 1, 1))], is_confirmed=True)
    assert "is in the future." in outcome.refusal


def test_the_guard_of_all_doors_is_asked(order):
    order.order_status = "on_hold"
    assert pack(order, [NewPackage()], is_confirmed=True).refusal.startswith(
        "The order is On Hold."
    )


def test_a_service_names_the_carrier_as_the_website_knows_it(order):
    service = ShippingService.objects.select_related("carrier").get(code="UPS_GROUND")
    assert NewPackage(service=service, carrier="Owl").carrier_name == "ups"
    assert NewPackage(carrier="Owl").carrier_name == "Owl"


def test_what_was_typed_is_on_the_package(order):
    new = NewPackage(tracking_number="T", cost=Decimal("4.20"), weight=Decimal("0.5"))
    (package,) = pack(order, [new], is_confirmed=True).packages
    assert (package.tracking_number, package.cost, package.weight) == ("T", new.cost, new.weight)
    assert package.confirmed_at is None


@pytest.mark.parametrize("text", ["1z 999 aa1", " 1Z999AA1 ", "1Z999\tAA1"])
def test_numbers_are_compared_without_blanks_and_case(text):
    assert plain(text) == "1Z999AA1"
