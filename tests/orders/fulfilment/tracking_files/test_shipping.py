"""Rows of tracking in batches, looked through and shipped."""

from functools import partial

import pytest

from orders.fulfilment.tracking_files import ship_rows as shipping
from orders.fulfilment.tracking_files.catalogue import Catalogue
from orders.fulfilment.tracking_files.ship_rows import batches, check_rows, ship_rows
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.models import Order, OrderEvent, Package
from stores.models import OutgoingChange
from tests.factories import a_company, a_line, a_package, an_order


def row(number: int, order_id: object = "", tracking_number: str = "T1", **fields) -> TrackingRow:
    return TrackingRow(
        number=number, order_id=str(order_id), tracking_number=tracking_number, **fields
    )


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ([(1, "A"), (2, "B"), (3, "C")], [[1, 2], [3]]),
        ([(1, "A"), (2, "B"), (3, "A")], [[1, 3], [2]]),
        ([(1, "A"), (2, "A"), (3, "A"), (4, "B")], [[1, 2, 3], [4]]),
        ([(1, "A"), (2, "B"), (2, "C"), (3, "C")], [[1], [2, 2, 3]]),
        ([], [[]]),
    ],
)
def test_rows_of_an_order_and_of_a_line_stay_in_one_batch(monkeypatch, named, expected):
    monkeypatch.setattr(shipping, "ROWS_PER_BATCH", 2)
    made = batches([row(number, order) for number, order in named])
    assert [[one.number for one in batch] for batch in made] == expected


def test_the_same_text_under_both_headings_may_be_two_orders(monkeypatch):
    monkeypatch.setattr(shipping, "ROWS_PER_BATCH", 1)
    assert len(batches([row(1, "97"), row(2, channel_order="97")])) == 2


def test_a_look_through_says_what_would_be_refused_and_writes_nothing(company):
    fine, held = an_order(company, "1"), an_order(company, "2")
    held.order_status = "on_hold"
    held.save()
    made = check_rows(company, [row(1, fine.pk), row(2, held.pk, "T2")], Catalogue())
    assert [one.result.value for one in made] == ["shipped", "failed"]
    assert "On Hold" in made[1].sentence
    assert not Package.objects.exists()


def test_a_look_through_says_where_the_parcel_goes(company):
    order = an_order(company)
    assert check_rows(company, [row(1, order.pk)], Catalogue())[0].destination == (
        "02116 Boston US"
    )


def test_a_refused_order_keeps_none_of_the_others_here(company):
    fine, held = an_order(company, "1"), an_order(company, "2")
    held.order_status = "on_hold"
    held.save()
    made = ship_rows(company, [row(1, held.pk), row(2, fine.pk, "T2")], Catalogue(), by=None)
    assert [one.result.value for one in made] == ["failed", "shipped"]
    assert Package.objects.get().order == fine
    assert OutgoingChange.objects.count() == 1


def test_an_order_goes_as_a_whole_or_stays(company):
    order = an_order(company, lines=(a_line("11"), a_line("12", sku="MUG")))
    early = row(
        1, order.pk, "T1", sku="TS-RED", shipped_on=order.placed_at.date().replace(year=2020)
    )
    made = ship_rows(company, [early, row(2, order.pk, "T2", sku="MUG")], Catalogue(), by=None)
    assert [one.result.value for one in made] == ["failed", "failed"]
    assert not Package.objects.exists()


def test_orders_of_another_company_are_not_found(company):
    theirs = an_order(a_company())
    (made,) = ship_rows(company, [row(1, theirs.pk)], Catalogue(), by=None)
    assert made.result.value == "failed"
    assert not Package.objects.exists()


def test_the_timeline_names_the_program_that_shipped(company):
    order = an_order(company)
    ship_rows(company, [row(1, order.pk)], Catalogue(), by=None, via="ShipStation")
    assert OrderEvent.objects.filter(message__startswith="Ship Confirmed by ShipStation").exists()


def of_customer(order: Order, email: str) -> Order:
    order.customer_email = email
    order.save(update_fields=["customer_email"])
    return order


def test_a_number_that_another_customers_parcel_has_is_doubted(company):
    a_package(of_customer(an_order(company, "1"), "ann@example.com"), "T1")
    mine = of_customer(an_order(company, "2"), "bob@example.com")
    for work in (check_rows, partial(ship_rows, by=None)):
        (answer,) = work(company, [row(1, mine.pk)], Catalogue())
        assert answer.result.value == "shipped"
        assert f"different customers: {mine.pk}" in answer.warning


def test_a_number_of_the_same_customer_or_another_company_is_not_doubted(company):
    a_package(of_customer(an_order(company, "1"), "ann@example.com"), "T1")
    a_package(an_order(a_company("Other"), "9"), "T2")
    second = of_customer(an_order(company, "2"), "Ann@Example.com")
    for number in ("T1", "T2"):
        (answer,) = check_rows(company, [row(1, second.pk, number)], Catalogue())
        assert "customers" not in answer.warning
