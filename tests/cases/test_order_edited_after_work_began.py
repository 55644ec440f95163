"""B23 and its kind: the store edits an order of which something was packed, shipped or refunded.

What was packed, shipped and refunded stays, the rest follows the store, and every door that ships
asks a person first.
"""

from dataclasses import replace
from decimal import Decimal

import msgspec
import pytest
from django.contrib.auth.models import User

from core.refusals import Refused
from orders.api.ready_orders import ready_to_ship
from orders.fulfilment.guards import why_not_ship
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.package_changes import ship_confirm
from orders.fulfilment.shipping_out import ship_items
from orders.fulfilment.tracking_files.catalogue import Catalogue
from orders.fulfilment.tracking_files.ship_rows import ship_rows
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.importing.intake import receive
from orders.importing.resolve_conflict import resolve_conflict
from orders.models import ConflictKind, Order, OrderStatus, Package, ShippingStatus
from orders.refunds.issue_refund import issue_refund
from orders.refunds.refund_request import propose
from orders.refunds.refundable import refundable_of
from orders.state.quantities import remaining
from stores.port import StoreOrder
from tests.factories import SHIPPED, a_company, a_line, a_store_order, a_user, an_address
from tests.factories import some_totals as totals

A = a_line("11", sku="A", name="A", quantity=3, unit_price=Decimal("18.00"))
B = a_line("12", sku="B", name="B", quantity=2, unit_price=Decimal("18.00"))
C = a_line("13", sku="C", name="C", quantity=1, unit_price=Decimal("20.00"))


def as_sold(*lines, **fields) -> StoreOrder:
    goods = sum((line.unit_price * line.quantity for line in lines), Decimal("0.00"))
    money = totals(subtotal=goods, tax=Decimal("0.00"), total=goods + Decimal("7.50"))
    return a_store_order("97", lines=lines, totals=money, taxes=(), **fields)


@pytest.fixture
def company(db):
    return a_company()


@pytest.fixture
def kim(company) -> User:
    return a_user(company, username="kim")


@pytest.fixture
def order(company) -> Order:
    receive(company, [as_sold(A, B)])
    return Order.objects.get()


def line(order: Order, sku: str):
    return order.lines.get(sku=sku)


def ship(order: Order, by: User, is_confirmed: bool = True, **pieces: int) -> Package:
    wanted = NewPackage(
        tracking_number="-".join(f"{sku}{number}" for sku, number in pieces.items()),
        quantities={line(order, sku).pk: number for sku, number in pieces.items()},
    )
    (package,) = ship_items(order, [wanted], is_confirmed=is_confirmed, by=by)
    order.refresh_from_db()
    return package


def edit(order: Order, *lines, **fields) -> None:
    receive(order.company, [as_sold(*lines, **fields)])
    order.refresh_from_db()


def resolve_all(order: Order, by: User) -> None:
    for conflict in order.conflicts.filter(settled_at=None):
        resolve_conflict(conflict, by=by)


def test_an_item_added_after_the_first_parcel_is_asked_about_and_then_ships(order, kim):
    ship(order, kim, A=2)
    edit(order, A, B, C)
    assert order.conflicts.get().kind == ConflictKind.LINES_CHANGED
    assert "Item added: 1 × C." in why_not_ship(order)
    resolve_all(order, kim)
    (answer,) = ship_rows(order.company, [a_row(sku="C")], Catalogue(), by=kim)
    assert (answer.result, answer.sentence) == ("shipped", "")
    assert [remaining(one) for one in order.lines.all()] == [1, 2, 0]


def test_the_order_is_not_completed_while_the_added_item_is_here(order, kim):
    ship(order, kim, A=2)
    edit(order, A, B, C)
    resolve_all(order, kim)
    ship(order, kim, A=1, B=2)
    assert order.shipping_status == ShippingStatus.PARTIALLY_SHIPPED
    assert order.order_status == OrderStatus.IN_PROCESS
    ship(order, kim, C=1)
    assert order.order_status == OrderStatus.COMPLETED


def test_an_item_added_when_all_had_left_begins_the_work_again(order, kim):
    ship(order, kim, A=3, B=2)
    # The status Complete is what we told the store ourselves.
    Order.objects.update(
        store_status_code="C", store_status_reading="shipped", is_store_status_ours=True
    )
    edit(order, A, B, C, status=SHIPPED)
    assert order.order_status == OrderStatus.IN_PROCESS
    assert order.shipping_status == ShippingStatus.PARTIALLY_SHIPPED
    resolve_all(order, kim)
    ship(order, kim, C=1)
    assert order.order_status == OrderStatus.COMPLETED


def test_a_refund_of_all_knows_the_added_item(order, kim):
    ship(order, kim, A=2)
    edit(order, A, B, C)
    pieces = {one.pk: one.quantity for one in order.lines.all()}
    wanted = propose(refundable_of(order), pieces)
    amounts = [wanted.pieces[one.pk].amount for one in order.lines.all()]
    assert amounts == [Decimal("54.00"), Decimal("36.00"), Decimal("20.00")]


def test_shipped_pieces_stay_when_the_store_takes_them_off(order, kim):
    ship(order, kim, A=2)
    edit(order, replace(A, quantity=1))
    assert [(one.sku, one.quantity) for one in order.lines.all()] == [("A", 2)]
    resolve_all(order, kim)
    assert why_not_ship(order).startswith("The order is Completed")
    edit(order, A, B)
    assert [(one.sku, one.quantity) for one in order.lines.all()] == [("A", 3), ("B", 2)]


def test_an_item_that_vanished_stays_with_what_is_packed_of_it(order, kim):
    package = ship(order, kim, is_confirmed=False, B=1)
    edit(order, A)
    assert [(one.sku, one.quantity) for one in order.lines.order_by("sku")] == [("A", 3), ("B", 1)]
    with pytest.raises(Refused, match="Item removed: 2 × B"):
        ship_confirm(package, by=kim)


def test_the_piece_that_was_refunded_here_is_not_taken_off_twice(order, kim):
    a = line(order, "A")
    wanted = msgspec.structs.replace(
        propose(refundable_of(order), {a.pk: 1}), reason="Out of stock"
    )
    issue_refund(order, wanted, by=kim)
    edit(order, replace(A, quantity=2), B)
    a.refresh_from_db()
    assert (a.quantity, a.refunded_quantity, remaining(a)) == (3, 1, 2)
    edit(order, replace(A, quantity=1), B)
    a.refresh_from_db()
    assert (a.quantity, remaining(a)) == (2, 1)


def test_the_same_facts_read_again_change_nothing_and_ask_nothing(order, kim):
    ship(order, kim, A=2)
    edit(order, replace(A, quantity=1), C)
    resolve_all(order, kim)
    before = [(one.sku, one.quantity, one.store_quantity) for one in order.lines.order_by("sku")]
    receive(order.company, [as_sold(replace(A, quantity=1), C)], rewrites_unchanged=True)
    after = [(one.sku, one.quantity, one.store_quantity) for one in order.lines.order_by("sku")]
    assert before == after == [("A", 2, 1), ("C", 1, 1)]
    assert not order.conflicts.filter(settled_at=None).exists()


def test_a_second_change_says_the_newest_in_the_open_conflict(order, kim):
    ship(order, kim, A=2)
    edit(order, A, B, C)
    edit(order, A, B)
    assert "Item removed: 1 × C." in order.conflicts.get().message


def test_an_address_that_moves_after_packing_is_asked_about(order, kim):
    package = ship(order, kim, is_confirmed=False, A=1)
    edit(order, A, B, shipping_address=an_address(address1="1 Elm St"))
    conflict = order.conflicts.get()
    assert conflict.kind == ConflictKind.ADDRESS_CHANGED
    assert "12 Quay Rd" in conflict.message
    assert "1 Elm St" in conflict.message
    with pytest.raises(Refused, match="1 Elm St"):
        ship_confirm(package, by=kim)
    resolve_all(order, kim)
    assert ship_confirm(package, by=kim).confirmed_at is not None


def test_an_address_that_moves_before_packing_is_simply_followed(order, kim):
    edit(order, A, B, shipping_address=an_address(address1="1 Elm St"))
    assert not order.conflicts.exists()
    assert why_not_ship(order) == ""


def test_another_phone_number_keeps_no_parcel_here(order, kim):
    ship(order, kim, A=1)
    edit(order, A, B, shipping_address=an_address(phone="+15550199"))
    assert not order.conflicts.exists()


def a_row(**fields) -> TrackingRow:
    return TrackingRow(**{"number": 1, "channel_order": "97", "tracking_number": "T1", **fields})


@pytest.mark.parametrize(
    "change",
    [{"lines": (A, B, C)}, {"shipping_address": an_address(address1="1 Elm St")}],
    ids=["items", "address"],
)
def test_every_door_that_ships_stops_and_says_what_to_do(order, kim, client, change):
    ship(order, kim, A=2)
    fields = {"lines": (A, B), **change}
    edit(order, *fields.pop("lines"), **fields)
    sentence = "choose Resolved on Order Details"
    # A file without SKU, and label software by the HTTP interface: one way for both.
    (answer,) = ship_rows(order.company, [a_row()], Catalogue(), by=None, via="API token")
    assert sentence in answer.sentence
    assert ready_to_ship(order.company, after=0, limit=10).orders == []
    client.force_login(kim)
    page = client.get(f"/orders/{order.pk}/packages/new/").content.decode()
    assert "/resolution/" in page
    assert 'name="tracking_number"' not in page
    listed = client.post("/orders/shipping/", {"order": order.pk}).context["rows"]
    assert [sentence in row.why_not for row in listed] == [True]
    with pytest.raises(Refused, match="choose Resolved"):
        ship(order, kim, A=1)
    assert Package.objects.count() == 1
