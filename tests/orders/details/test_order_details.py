"""Order Details: its panels, in few statements."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orders.details.order_parts import load_parts
from orders.details.related import related_to
from orders.fulfilment.website_updates import enqueue_status
from orders.importing.intake import receive, receive_shipments
from orders.models import EventKind, Order, OrderEvent, OrderNote, OrderStatus, Package
from stores.models import ChangeState, OutgoingChange
from tests.factories import (
    UNPAID,
    a_company,
    a_customer,
    a_line,
    a_store_order,
    a_store_shipment,
    a_user,
    an_address,
)


@pytest.fixture
def order(db):
    company = a_company()
    receive(company, [a_store_order("97", lines=(a_line("11"), a_line("12", sku="MUG")))])
    receive_shipments(company, [a_store_shipment("14", "97")])
    return Order.objects.select_related("company").get()


@pytest.fixture
def staff(order):
    browser = Client()
    browser.force_login(a_user(order.company, username="kim"))
    return browser


def text_of(browser: Client, order: Order, query: str = "") -> str:
    return browser.get(f"/orders/{order.pk}/{query}").content.decode()


PARTS = ("lines", "addresses", "taxes", "shipping_groups", "payments", "packages", "conflicts")


def test_parts_read_together_equal_those_read_one_by_one(order, django_assert_num_queries):
    apart = {name: [vars(row) for row in getattr(order, name).all()] for name in (*PARTS, "notes")}
    with django_assert_num_queries(1):  # nothing here has a service or was written by a person
        load_parts(order)
        together = {name: order.rows_of(name) for name in apart}
        packed = [packed.line.sku for one in together["packages"] for packed in one.packed_lines]
    for name, rows in apart.items():
        for before, after in zip(rows, together[name], strict=True):
            columns = {field.attname for field in after._meta.concrete_fields}
            expected = {key: value for key, value in before.items() if key in columns}
            assert {key: vars(after)[key] for key in expected} == expected, name
    assert packed == ["TS-RED"]
    assert isinstance(order.rows_of("lines")[0].unit_price, Decimal)


def test_the_page_takes_twelve_statements_however_large_the_order_is(order, staff):
    receive(order.company, [a_store_order("98", lines=tuple(a_line(str(n)) for n in range(40)))])
    large = Order.objects.get(store_order_id="98")
    for number in range(30):
        OrderNote.objects.create(order=large, kind="general", text=f"Note {number}")
        OrderEvent.objects.create(order=large, kind=EventKind.NOTE, message=f"Note {number}")
        Package.objects.create(order=large, shipped_at=timezone.now())
    counts = []
    for one in (order, large):
        text_of(staff, one)
        with CaptureQueriesContext(connection) as queries:
            text_of(staff, one)
        counts.append(len(queries))
    assert max(counts) <= 12, [query["sql"][:90] for query in queries]


def test_the_payments_add_up_on_the_page(order, staff):
    page = text_of(staff, order)
    assert "Remaining Dues" in page
    assert "Receive Manual Payment is" not in page
    receive(order.company, [a_store_order("98", status=UNPAID)])
    unpaid = Order.objects.get(store_order_id="98")
    assert f"/orders/{unpaid.pk}/payments/" in text_of(staff, unpaid)


def test_website_updates_show_why_an_update_is_stuck_and_sends_it_again(order, staff):
    enqueue_status(order, "C", may_mail=False, key="status:1")
    sentence = "The store refused the status."
    OutgoingChange.objects.update(state=ChangeState.STUCK, last_error=sentence)
    page = text_of(staff, order)
    assert sentence in page
    here = f"/orders/{order.pk}/#website-updates"
    change = OutgoingChange.objects.get()
    answer = staff.post(
        "/website-updates/action/", {"verb": "send_again", "change": change.pk, "back": here}
    )
    assert answer.headers["Location"] == here
    change.refresh_from_db()
    assert change.state == ChangeState.WAITING


def test_related_orders_are_found_by_customer_address_and_kin(order):
    company = order.company
    elsewhere = an_address(address1="1 Elm St", postal_code="90210")
    receive(
        company,
        [
            a_store_order("98", shipping_address=elsewhere),
            a_store_order("99", customer=a_customer(email="ben@example.com")),
            a_store_order(
                "100",
                customer=a_customer(email="c@example.com"),
                shipping_address=elsewhere,
                parent_order_id="97",
            ),
        ],
    )
    receive(a_company(), [a_store_order("97")])
    found = related_to(order, order.addresses.get(kind="shipping"))
    numbers = {kind.label: [one.store_order_id for one in kind.orders] for kind in found}
    assert numbers == {
        "Parent, children and replacements": ["100"],
        "Same customer": ["98"],
        "Same address, other customer": ["99"],
    }


def test_the_customers_orders_are_counted_and_listed(order, staff):
    receive(order.company, [a_store_order(str(number)) for number in range(200, 207)])
    page = text_of(staff, order)
    assert "the newest 5 of 7" in page
    assert ">8 orders</a>" in page


def test_the_timeline_is_read_in_pages_and_by_kind(order, staff):
    for number in range(25):
        OrderEvent.objects.create(order=order, kind=EventKind.NOTE, message=f"Told {number}")
    page = staff.get(f"/orders/{order.pk}/")
    timeline = page.context["timeline"]
    assert (len(timeline.events), timeline.events[0].message) == (20, "Told 24")
    older = staff.get(
        f"/orders/{order.pk}/?before={timeline.older}",
        headers={"HX-Request": "true", "HX-Target": "timeline"},
    )
    assert "Told 4<" in older.content.decode()
    assert "<html" not in older.content.decode()
    only = staff.get(f"/orders/{order.pk}/?kind=imported").context["timeline"]
    assert [event.kind for event in only.events] == ["imported"]


def test_system_notes_can_be_hidden(order, staff):
    OrderNote.objects.create(order=order, kind="general", text="Written by nobody")
    assert "Written by nobody" in text_of(staff, order)
    assert "Written by nobody" not in text_of(staff, order, "?staff_only=1")


def test_an_order_may_be_shipped_unpaid_and_no_more(order, staff):
    url = f"/orders/{order.pk}/actions/"
    staff.post(f"{url}allow_unpaid/")
    order.refresh_from_db()
    assert order.allow_unpaid_shipping
    again = staff.post(f"{url}allow_unpaid/", follow=True).content.decode()
    assert "The order may be shipped unpaid already." in again
    staff.post(f"{url}forbid_unpaid/")
    order.refresh_from_db()
    assert not order.allow_unpaid_shipping
    assert staff.post(f"{url}fly/").status_code == 404


def test_rush_is_refused_without_a_service_and_says_so_in_the_menu(order, staff):
    url = f"/orders/{order.pk}/actions/rush/"
    sentence = "has no shipping service yet: choose one first."
    assert sentence in text_of(staff, order)
    assert sentence in staff.post(url, follow=True).content.decode()


def test_packages_are_marked_as_known_to_the_website(order, staff):
    package = Package.objects.create(
        order=order,
        tracking_number="T1",
        shipped_at=timezone.now(),
        confirmed_at=datetime(2026, 11, 3, tzinfo=UTC),
    )
    url = f"/orders/{order.pk}/actions/"
    staff.post(f"{url}source_notified/")
    package.refresh_from_db()
    assert package.is_source_notified
    staff.post(f"{url}source_not_notified/")
    assert list(Package.objects.not_notified()) == [package]
    Order.objects.update(order_status=OrderStatus.VOID)
    staff.post(f"{url}source_notified/")
    assert "no package" in staff.post(f"{url}source_notified/", follow=True).content.decode()
