"""Moves of the order status, and notes."""

import pytest
from auditlog.models import LogEntry
from django.test import Client

from core.refusals import Refused
from orders.importing.intake import receive
from orders.models import Order, OrderNote, OrderStatus, ShippingStatus
from orders.state.make_move import make
from orders.state.moves import BY_KEY, MOVES
from settings.models import Company
from tests.factories import a_company, a_line, a_store_order, a_user

S, H = OrderStatus, ShippingStatus


@pytest.mark.parametrize(
    ("source", "shipping", "possible"),
    [
        (S.IN_PROCESS, H.UNSHIPPED, {"on_hold", "problem_order", "void"}),
        (S.IN_PROCESS, H.PARTIALLY_SHIPPED, {"on_hold", "problem_order"}),
        (S.IN_PROCESS, H.FULLY_SHIPPED, {"on_hold", "problem_order", "completed"}),
        (S.ON_HOLD, H.UNSHIPPED, {"in_process", "problem_order", "void"}),
        (S.PROBLEM_ORDER, H.FULLY_SHIPPED, {"in_process", "on_hold", "completed"}),
        (S.COMPLETED, H.FULLY_SHIPPED, set()),
        (S.CANCELLED, H.UNSHIPPED, {"reopen", "void"}),
        (S.CANCELLED, H.PARTIALLY_SHIPPED, {"reopen"}),
        (S.VOID, H.UNSHIPPED, {"reopen"}),
    ],
)
def test_which_moves_are_possible(source, shipping, possible):
    order = Order(order_status=source, shipping_status=shipping)
    assert {move.key for move in MOVES if not move.why_not_move(order)} == possible


def test_an_obstacle_says_what_to_do():
    order = Order(order_status=S.IN_PROCESS, shipping_status=H.UNSHIPPED)
    assert BY_KEY["completed"].why_not_move(order) == "The order is Unshipped: ship it first."


@pytest.fixture
def order(db):
    company = a_company()
    receive(company, [a_store_order("97")])
    return Order.objects.get()


def signed_in(order: Order, *roles: str) -> Client:
    browser = Client()
    browser.force_login(a_user(order.company, username="kim", roles=roles))
    return browser


def test_a_hold_with_comments(order):
    staff = signed_in(order, "Edit")
    page = staff.post(
        f"/orders/{order.pk}/moves/on_hold/", {"comment": "Address looks odd"}, follow=True
    ).content.decode()
    order.refresh_from_db()
    assert order.order_status == S.ON_HOLD
    assert f"Order {order.pk} is On Hold now." in page
    event = order.events.first()
    assert (event.message, str(event.by)) == ("In Process → On Hold. Address looks odd", "kim")
    note = OrderNote.objects.get()
    assert (note.text, note.kind) == ("Address looks odd", "general")
    changes = LogEntry.objects.get_for_object(order).latest("pk").changes
    assert changes == {"order_status": ["in_process", "on_hold"]}


def test_a_company_may_force_comments_on_hold_and_problem(order):
    Company.objects.update(forces_comments=True)
    staff = signed_in(order, "Edit")
    page = staff.post(f"/orders/{order.pk}/moves/on_hold/", {"comment": " "}).content.decode()
    assert "Enter Comments: say why." in page
    order.refresh_from_db()
    assert order.order_status == S.IN_PROCESS
    with pytest.raises(Refused, match="Enter Comments"):
        make(BY_KEY["problem_order"], order.pk, by=a_user(order.company))
    staff.post(f"/orders/{order.pk}/moves/on_hold/", {"comment": "Odd address"})
    staff.post(f"/orders/{order.pk}/moves/in_process/")
    order.refresh_from_db()
    assert order.order_status == S.IN_PROCESS
    assert order.events.filter(kind="status").count() == 2


def test_a_stale_page_is_told(order):
    staff = signed_in(order, "Edit")
    Order.objects.update(order_status=S.CANCELLED)
    page = staff.post(f"/orders/{order.pk}/moves/on_hold/", follow=True).content.decode()
    assert "Set On Hold is not possible. The order is Cancelled." in page
    assert not order.events.filter(kind="status").exists()


def test_taking_a_cancellation_back_takes_the_right_to_refund(order):
    Order.objects.update(order_status=S.CANCELLED)
    url = f"/orders/{order.pk}/moves/reopen/"
    assert signed_in(order, "Edit").post(url).status_code == 403
    browser = Client()
    browser.force_login(a_user(order.company, username="lee", roles=("Initiate Refund",)))
    browser.post(url)
    order.refresh_from_db()
    assert order.order_status == S.IN_PROCESS


def test_a_hold_stays_through_an_import(order):
    signed_in(order, "Edit").post(f"/orders/{order.pk}/moves/on_hold/")
    receive(order.company, [a_store_order("97", staff_note="Changed in the store")])
    order.refresh_from_db()
    assert order.order_status == S.ON_HOLD


def test_void_orders_are_hidden_unless_asked_for(order):
    staff = signed_in(order, "Edit")
    staff.post(f"/orders/{order.pk}/moves/void/")
    assert list(staff.get("/orders/").context["page"]) == []
    assert list(staff.get("/orders/?status=void").context["page"]) == [order]


def test_the_menu_shows_what_can_work_and_says_why_not(order):
    page = signed_in(order, "Edit").get(f"/orders/{order.pk}/").content.decode()
    assert f"/orders/{order.pk}/moves/on_hold/" in page
    assert f"/orders/{order.pk}/moves/in_process/" not in page
    assert f"/orders/{order.pk}/moves/completed/" not in page
    assert "The order is Unshipped: ship it first." in page
    viewer = Client()
    viewer.force_login(a_user(order.company, username="lee", roles=("View",)))
    assert f"/orders/{order.pk}/moves/" not in viewer.get(f"/orders/{order.pk}/").text


def test_a_note_is_added_and_an_empty_one_refused(order):
    staff = signed_in(order, "Edit")
    url = f"/orders/{order.pk}/notes/"
    answer = staff.post(url, {"kind": "customer_service", "text": "Called back"})
    assert answer.headers["Location"] == f"/orders/{order.pk}/#notes"
    page = staff.get(f"/orders/{order.pk}/").content.decode()
    assert "Customer Service Note · kim" in page
    assert "Called back" in page
    assert "Write the note." in staff.post(url, {"kind": "general", "text": " "}).content.decode()
    assert OrderNote.objects.count() == 1


def test_an_unknown_move_is_not_there(order):
    assert signed_in(order, "Edit").get(f"/orders/{order.pk}/moves/fly/").status_code == 404


def test_an_order_of_downloads_alone_is_completed_without_shipping(db):
    company = a_company()
    receive(company, [a_store_order("97", lines=(a_line(needs_shipping=False),))])
    order = Order.objects.get()
    assert not order.is_to_be_shipped
    make(BY_KEY["completed"], order.pk, by=a_user(company))
    order.refresh_from_db()
    assert order.order_status == OrderStatus.COMPLETED
