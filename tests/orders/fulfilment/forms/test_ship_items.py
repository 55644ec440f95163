"""The packages of one order as they are typed on Ship Items."""

import pytest
from django.http import QueryDict

from orders.fulfilment.forms.ship_items import MOST_PACKAGES, ShipItemsForm
from orders.models import Order
from shipping.lookup import ServiceLookup
from tests.factories import a_company, an_order

pytestmark = pytest.mark.django_db


def ship_items(text: str | None) -> tuple[Order, ShipItemsForm]:
    order = an_order(a_company())
    pieces = {line: line.quantity for line in order.lines.all()}
    (line,) = pieces
    data = None if text is None else QueryDict(text.replace("QTY", f"quantity_{line.pk}"))
    lookup = ServiceLookup.of_catalogue()
    return order, ShipItemsForm(data, order, lookup=lookup, pieces=pieces, service=None)


DAY = "shipped_on=2026-11-20"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"package=1&1-{DAY}", "Enter how many of the items go into a package."),
        (f"package=1&1-{DAY}&1-tracking_number=T1", "This package has no items."),
        (f"package=1&1-{DAY}&1-QTY=3", "Only 2 left."),
    ],
)
def test_ship_items_needs_a_package_that_holds_something(text, sentence):
    _, form = ship_items(text)
    assert not form.is_valid()
    assert sentence in str([form.errors, *[row.errors for row in form.rows]])


def test_an_unused_package_is_not_made():
    _, form = ship_items(f"package=1&package=2&1-{DAY}&2-{DAY}&2-QTY=1")
    assert form.is_valid()
    assert [sum((new.quantities or {}).values()) for new in form.new_packages] == [1]


def test_a_package_sent_twice_is_one_and_there_is_an_end_to_them():
    _, twice = ship_items(f"package=1&package=1&1-{DAY}&1-QTY=1")
    assert len(twice.rows) == 1
    _, many = ship_items("&".join(f"package={number}" for number in range(60)))
    assert len(many.rows) == MOST_PACKAGES


def test_only_the_first_package_is_filled_at_first():
    order, form = ship_items(None)
    name = f"quantity_{order.lines.get().pk}"
    assert (form.rows[0][name].value(), form.empty_package[name].value()) == (2, 0)
