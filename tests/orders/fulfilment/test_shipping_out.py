"""Packages leave: Ship Items, Ship Confirm, corrections, Set Unshipped."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from auditlog.models import LogEntry
from django.db import connection
from django.utils import timezone

from core.refusals import Refused
from orders.fulfilment import package_changes
from orders.fulfilment.guards import why_not_ship
from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.set_unshipped import set_unshipped
from orders.fulfilment.shipping_out import ship, ship_items
from orders.importing.intake import receive, receive_shipments
from orders.importing.resolve_conflict import resolve_conflict
from orders.models import Order, OrderConflict, OrderStatus, Package, PaymentStatus, ShippingStatus
from shipping.models import ShippingService
from stores.models import ChangeState, OutgoingChange
from tests.factories import (
    CANCELLED,
    a_company,
    a_line,
    a_store_order,
    a_store_shipment,
    a_user,
)

NUMBER = "1Z999AA10123456784"
TWO_LINES = (a_line("11"), a_line("12", sku="MUG", name="Mug", quantity=3))


@pytest.fixture
def order(company):
    return arrived(company)


@pytest.fixture
def kim(company):
    return a_user(company, username="kim")


def arrived(company, number="97", **fields) -> Order:
    receive(company, [a_store_order(number, **{"lines": TWO_LINES, **fields})])
    return Order.objects.get(company=company, store_order_id=number)


def line_ids(order: Order) -> dict[str, int]:
    return {line.store_line_id: line.pk for line in order.lines.all()}


def ground() -> ShippingService:
    return ShippingService.objects.select_related("carrier").get(code="UPS_GROUND")


def statuses(order: Order) -> tuple[str, str]:
    order.refresh_from_db()
    return order.order_status, order.shipping_status


def test_an_order_leaves_in_two_packages(order, kim):
    lines = line_ids(order)
    first = NewPackage(
        service=ground(),
        tracking_number=NUMBER,
        cost=Decimal("4.20"),
        weight=Decimal("1.5"),
        quantities={lines["11"]: 2, lines["12"]: 1},
    )
    ship_items(order, [first], is_confirmed=True, by=kim)
    assert statuses(order) == ("in_process", "partially_shipped")
    ship_items(order, [NewPackage(carrier="Owl Post")], is_confirmed=True, by=kim)
    assert statuses(order) == (OrderStatus.COMPLETED, ShippingStatus.FULLY_SHIPPED)
    one, two = Package.objects.order_by("pk")
    assert (one.carrier, one.cost, one.weight) == ("ups", Decimal("4.20"), Decimal("1.500"))
    assert [str(row) for row in two.lines.all()] == ["2 × Mug"]
    assert {str(one.confirmed_by), str(two.confirmed_by)} == {"kim"}
    assert [change.payload["package_id"] for change in OutgoingChange.objects.order_by("pk")] == [
        one.pk,
        two.pk,
    ]
    messages = [event.message for event in order.events.filter(kind="shipment").order_by("pk")]
    assert messages == [
        f"Ship Confirmed: UPS – Ground (UPS_GROUND), tracking number {NUMBER}: "
        "2 × T-shirt, 1 × Mug.",
        "Ship Confirmed: Owl Post: 2 × Mug.",
    ]
    changes = LogEntry.objects.get_for_object(order).latest("pk").changes
    assert changes["shipping_status"] == ["partially_shipped", "fully_shipped"]


def test_what_is_only_packed_is_told_to_nobody_and_leaves_later(order, kim):
    (package,) = ship_items(order, [NewPackage()], is_confirmed=False, by=kim)
    assert statuses(order) == ("in_process", "unshipped")
    assert not OutgoingChange.objects.exists()
    assert why_not_ship(Order.objects.get()) == "Nothing is left to ship."
    package_changes.ship_confirm(package, by=kim)
    assert statuses(order) == ("completed", "fully_shipped")
    assert OutgoingChange.objects.count() == 1
    with pytest.raises(Refused, match="already"):
        package_changes.ship_confirm(package, by=kim)
    with pytest.raises(Refused, match="has left"):
        package_changes.delete(package, by=kim)


def test_a_packed_package_is_changed_and_deleted(order, kim):
    lines = line_ids(order)
    (package,) = ship_items(order, [NewPackage()], is_confirmed=False, by=kim)
    package_changes.change(
        package, NewPackage(tracking_number="T1", quantities={lines["12"]: 3}), by=kim
    )
    packed = dict(order.lines.values_list("store_line_id", "packed_quantity"))
    assert packed == {"11": 0, "12": 3}
    with pytest.raises(Refused, match="Mug: 3 left to ship, not 4"):
        package_changes.change(package, NewPackage(quantities={lines["12"]: 4}), by=kim)
    assert dict(order.lines.values_list("store_line_id", "packed_quantity")) == packed
    package_changes.delete(package, by=kim)
    assert set(order.lines.values_list("packed_quantity", flat=True)) == {0}
    assert order.events.first().message == "Package deleted: tracking number T1: 3 × Mug."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"order_status": "on_hold"}, "The order is On Hold. Set it In Process first."),
        ({"order_status": "problem_order"}, "Problem Order. Set it In Process first."),
        ({"order_status": "cancelled"}, "The order is Cancelled: it does not ship."),
        ({"order_status": "void"}, "The order is Void: it does not ship."),
        ({"payment_status": "no_payment"}, "The order is not paid (No Payment)."),
        ({"payment_status": "uncleared"}, "The order is not paid (Uncleared)."),
        ({"payment_status": "full_refund"}, "it does not ship"),
    ],
)
def test_what_keeps_an_order_here(order, kim, fields, sentence):
    (package,) = ship_items(order, [NewPackage()], is_confirmed=False, by=kim)
    package_changes.delete(package, by=kim)
    Order.objects.update(**fields)
    assert sentence in why_not_ship(Order.objects.get())
    with pytest.raises(Refused):
        ship_items(order, [NewPackage()], is_confirmed=True, by=kim)
    assert not Package.objects.exists()


def test_a_package_that_waits_does_not_leave_an_order_on_hold(order, kim):
    (package,) = ship_items(order, [NewPackage()], is_confirmed=False, by=kim)
    Order.objects.update(order_status="on_hold")
    with pytest.raises(Refused, match="On Hold"):
        package_changes.ship_confirm(package, by=kim)
    assert Package.objects.get().confirmed_at is None


def test_an_unpaid_order_leaves_when_it_is_allowed(company, order, kim):
    Order.objects.update(payment_status=PaymentStatus.NO_PAYMENT)
    Order.objects.update(allow_unpaid_shipping=True)
    assert why_not_ship(Order.objects.get()) == ""
    Order.objects.update(allow_unpaid_shipping=False)
    assert "not paid" in why_not_ship(Order.objects.get())
    company.website_options.allow_shipping_unpaid_orders = True
    company.website_options.save()
    assert why_not_ship(Order.objects.get()) == ""
    ship_items(order, [NewPackage()], is_confirmed=True, by=kim)
    assert statuses(order)[0] == "completed"


def test_a_free_order_needs_no_payment(order):
    Order.objects.update(payment_status=PaymentStatus.NO_PAYMENT, grand_total=0)
    assert why_not_ship(Order.objects.get()) == ""


def test_an_order_that_the_store_cancelled_stays_until_somebody_decides(company, order, kim):
    receive(company, [a_store_order("97", lines=TWO_LINES, status=CANCELLED)])
    with pytest.raises(Refused, match="The store has cancelled this order"):
        ship_items(order, [NewPackage()], is_confirmed=True, by=kim)
    resolve_conflict(OrderConflict.objects.get(), by=kim)
    assert "store has cancelled" not in why_not_ship(Order.objects.get())


@pytest.mark.parametrize(
    ("days", "sentence"), [(1, "is in the future"), (-400, "before the order was placed")]
)
def test_the_ship_date_lies_between_order_and_today(order, kim, days, sentence):
    day = timezone.localdate() + timedelta(days=days)
    with pytest.raises(Refused, match=sentence):
        ship_items(order, [NewPackage(shipped_on=day)], is_confirmed=True, by=kim)


def test_the_ship_date_is_a_day_of_the_company(company, kim):
    company.time_zone = "Pacific/Kiritimati"  # 14 hours ahead: its 2 November begins on the 1st
    company.save()
    order = arrived(company)  # placed on 1 November, 12:00 UTC: the 2nd, 02:00 there
    with pytest.raises(Refused, match="2026-11-02"):
        ship_items(order, [NewPackage(shipped_on=date(2026, 11, 1))], is_confirmed=True, by=kim)
    parcel = NewPackage(shipped_on=date(2026, 11, 2))
    (package,) = ship_items(order, [parcel], is_confirmed=True, by=kim)
    assert package.shipped_at.isoformat() == "2026-11-02T12:00:00+14:00"


def test_a_line_never_gives_more_than_it_has(order, kim):
    lines = line_ids(order)
    order.lines.filter(store_line_id="12").update(refunded_quantity=2)
    with pytest.raises(Refused, match="Mug: 1 left to ship, not 2"):
        ship_items(order, [NewPackage(quantities={lines["12"]: 2})], is_confirmed=True, by=kim)
    ship_items(order, [NewPackage()], is_confirmed=True, by=kim)
    assert statuses(order) == ("completed", "fully_shipped")
    with pytest.raises(Refused, match="Completed"):
        ship_items(order, [NewPackage()], is_confirmed=True, by=kim)


def test_two_packages_of_one_form_share_what_is_left(order, kim):
    lines = line_ids(order)
    both = [NewPackage(quantities={lines["12"]: 2}), NewPackage(quantities={lines["12"]: 2})]
    with pytest.raises(Refused, match="Mug: 1 left to ship, not 2"):
        ship_items(order, both, is_confirmed=True, by=kim)
    assert not Package.objects.exists()


def test_a_tracking_number_stands_on_an_order_once(order, kim):
    lines = line_ids(order)
    first = NewPackage(tracking_number=NUMBER, quantities={lines["11"]: 1})
    ship_items(order, [first], is_confirmed=True, by=kim)
    spaced = NewPackage(tracking_number="1z 999 aa1 01 2345 6784", quantities={lines["11"]: 1})
    with pytest.raises(Refused, match="on this order already"):
        ship_items(order, [spaced], is_confirmed=True, by=kim)


def test_downloads_do_not_hold_an_order_up(company, kim):
    lines = (a_line("11"), a_line("12", name="E-book", needs_shipping=False))
    order = arrived(company, lines=lines)
    (package,) = ship_items(order, [NewPackage()], is_confirmed=True, by=kim)
    assert [str(row) for row in package.lines.all()] == ["2 × T-shirt"]
    assert statuses(order) == ("completed", "fully_shipped")


def test_what_the_store_shipped_itself_is_not_shipped_again(company, order, kim):
    receive_shipments(company, [a_store_shipment("14", quantities=(("11", 2), ("12", 2)))])
    (package,) = ship_items(order, [NewPackage()], is_confirmed=True, by=kim)
    assert [str(row) for row in package.lines.all()] == ["1 × Mug"]


def test_a_correction_of_what_nobody_was_told_changes_what_will_be_told(order, kim):
    (package,) = ship_items(order, [NewPackage(tracking_number="T1")], is_confirmed=True, by=kim)
    package_changes.correct(package, tracking_number="T2", service=ground(), by=kim)
    change = OutgoingChange.objects.get()
    assert (change.payload["tracking_number"], change.payload["carrier"]) == ("T2", "ups")
    assert order.events.first().message.startswith("Tracking corrected from tracking number T1 to")


def test_a_correction_of_what_was_told_is_told_once(order, kim):
    (package,) = ship_items(order, [NewPackage(tracking_number="T1")], is_confirmed=True, by=kim)
    OutgoingChange.objects.update(state=ChangeState.SENT, attempts=1)
    for _ in range(2):
        package_changes.correct(package, tracking_number="T2", service=None, by=kim)
    news = OutgoingChange.objects.get(kind="correction")
    assert news.payload["tracking_number"] == "T2"
    package_changes.correct(package, tracking_number="T1", service=None, by=kim)
    assert OutgoingChange.objects.filter(kind="correction").count() == 2


def test_set_unshipped_takes_back_what_nobody_was_told(order, kim):
    (package,) = ship_items(order, [NewPackage(tracking_number="T1")], is_confirmed=True, by=kim)
    set_unshipped(order, by=kim)
    assert statuses(order) == ("in_process", "unshipped")
    assert not OutgoingChange.objects.exists()
    assert Package.objects.get().tracking_number == "T1"
    package_changes.ship_confirm(package, by=kim)
    assert statuses(order) == ("completed", "fully_shipped")
    assert OutgoingChange.objects.get().state == ChangeState.WAITING


@pytest.mark.parametrize(
    "fields",
    [{"state": "sent"}, {"state": "sending"}, {"attempts": 1, "unclear_until": timezone.now()}],
)
def test_set_unshipped_is_refused_once_the_store_may_know(order, kim, fields):
    ship_items(order, [NewPackage()], is_confirmed=True, by=kim)
    OutgoingChange.objects.update(**fields)
    with pytest.raises(Refused, match="may know of it already"):
        set_unshipped(order, by=kim)
    assert statuses(order) == ("completed", "fully_shipped")


def test_set_unshipped_says_that_it_removes_nothing_in_the_store(company, order, kim):
    receive_shipments(company, [a_store_shipment("14")])
    with pytest.raises(Refused, match="removes nothing there"):
        set_unshipped(order, by=kim)


def test_many_orders_leave_with_a_fixed_number_of_questions(
    company, kim, django_assert_max_num_queries
):
    receive(company, [a_store_order(str(number), lines=TWO_LINES) for number in range(1, 21)])
    orders = list(Order.objects.all())
    Order.objects.filter(pk=orders[0].pk).update(order_status="on_hold")
    with django_assert_max_num_queries(20):
        outcomes = ship({one.pk: [NewPackage()] for one in orders}, is_confirmed=False, by=kim)
    assert Package.objects.count() == 19
    assert [one.refusal for one in outcomes.values() if one.refusal] == [
        "The order is On Hold. Set it In Process first."
    ]


@pytest.mark.django_db(transaction=True)
def test_two_people_ship_the_same_piece_at_once():
    company = a_company()
    order, kim = arrived(company), a_user(company)
    lines = line_ids(order)
    answers: list[str] = []
    barrier = threading.Barrier(2)

    def one_of_them() -> None:
        barrier.wait()
        try:
            parcel = NewPackage(quantities={lines["12"]: 2})
            ship_items(order, [parcel], is_confirmed=True, by=kim)
            answers.append("shipped")
        except Refused as refused:
            answers.append(str(refused))
        finally:
            connection.close()

    threads = [threading.Thread(target=one_of_them) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["Mug: 1 left to ship, not 2.", "shipped"]
    assert order.lines.get(store_line_id="12").packed_quantity == 2


def told(order: Order) -> Order:
    options = order.company.website_options
    options.allow_tracking_upload = True
    options.save()
    return Order.objects.get(pk=order.pk)


def without_website_carrier() -> ShippingService:
    services = ShippingService.objects.select_related("carrier")
    service = services.filter(carrier__store_code="").first()
    assert service is not None
    return service


def test_a_parcel_that_the_website_would_refuse_does_not_leave(order, kim):
    nameless = NewPackage(service=without_website_carrier())
    with pytest.raises(Refused, match="wants a tracking number or a carrier"):
        ship_items(told(order), [nameless], is_confirmed=True, by=kim)
    assert not OutgoingChange.objects.exists()


def test_it_may_be_packed_and_leaves_with_its_number(order, kim):
    (package,) = ship_items(
        told(order), [NewPackage(service=without_website_carrier())], is_confirmed=False, by=kim
    )
    with pytest.raises(Refused, match="wants a tracking number or a carrier"):
        package_changes.ship_confirm(package, by=kim)
    numbered = NewPackage(service=without_website_carrier(), tracking_number=NUMBER)
    package = package_changes.change(package, numbered, by=kim)
    package_changes.ship_confirm(package, by=kim)
    assert OutgoingChange.objects.count() == 1


def test_where_the_website_is_told_nothing_it_can_refuse_nothing(order, kim):
    nameless = NewPackage(service=without_website_carrier())
    ship_items(order, [nameless], is_confirmed=True, by=kim)
    assert statuses(order)[1] == "fully_shipped"
