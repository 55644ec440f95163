"""Cancel an Order, and Refund an Order: the owner's sentences, in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from orders.models import Order, OrderStatus, PaymentStatus
from stores.models import OutgoingChange
from tests.factories import a_package, an_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def order(shop) -> Order:
    uploads = shop.connection.status_uploads
    uploads.on_full_refund = uploads.on_cancel = "I"
    uploads.save()
    return an_order(shop)


@pytest.fixture
def runs_scripts(page: Page) -> bool:
    """Whether this page runs JavaScript."""
    page.goto("/orders/")
    return page.locator("#theme").is_visible()


def go_to_the_order_details_page(page: Page, order: Order) -> None:
    page.goto("/orders/")
    page.get_by_role("link", name=str(order.pk), exact=True).first.click()


def click_actions_and_select(page: Page, entry: str) -> None:
    page.locator("#menu-actions > summary").click()
    page.locator("#menu-actions").get_by_role("link", name=entry).click()


def details(page: Page) -> Locator:
    return page.locator("#refund_details")


def check(page: Page, label: str) -> None:
    page.get_by_label(label).check()
    let_the_panel_follow(page)


def enter(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Tab")
    let_the_panel_follow(page)


def let_the_panel_follow(page: Page) -> None:
    """With JavaScript the panel follows by itself; without, a button does it."""
    expect(page.locator("#refund_form.htmx-request")).to_have_count(0)


def see_the_details(page: Page, runs_scripts: bool) -> None:
    if not runs_scripts:
        page.get_by_role("button", name="Recalculate").last.click()


def test_cancel_an_order(page: Page, order):
    go_to_the_order_details_page(page, order)
    click_actions_and_select(page, "Set Cancelled Internally")
    page.get_by_label("Comments").fill("Cancelled in CS-Cart by the customer")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("is Cancelled now")
    order.refresh_from_db()
    assert order.order_status == OrderStatus.CANCELLED
    assert not OutgoingChange.objects.exists()


def test_refund_and_cancel_an_order(page: Page, order, runs_scripts):
    go_to_the_order_details_page(page, order)
    click_actions_and_select(page, "Cancel/Issue Refund")
    page.get_by_label("Cancel/Refund Reason").select_option("Out of stock")
    let_the_panel_follow(page)
    check(page, "Refund T-shirt")
    enter(page, "Qty To Refund/Cancel of T-shirt", "1")
    see_the_details(page, runs_scripts)
    expect(details(page)).to_contain_text("14.76 USD")
    enter(page, "Shipping Refund", "7.50")
    enter(page, "Tax Refund", "2.00")
    see_the_details(page, runs_scripts)
    expect(details(page)).to_contain_text("19.50 USD")
    expect(details(page)).to_contain_text("Partial Refund")
    page.get_by_role("button", name="Refund 19.50 USD, tell the store").click()
    expect(page.locator("#refunds")).to_contain_text("Waiting")
    order.refresh_from_db()
    assert order.order_status == OrderStatus.CANCELLED
    assert order.payment_status == PaymentStatus.PARTIAL_REFUND
    assert OutgoingChange.objects.get().payload["code"] == "I"


def test_refund_within_here_alone(page: Page, order, runs_scripts):
    go_to_the_order_details_page(page, order)
    click_actions_and_select(page, "Cancel/Issue Refund")
    page.get_by_label("Cancel/Refund Reason").select_option("Other")
    let_the_panel_follow(page)
    check(page, "Refund T-shirt")
    check(page, "Do Not Send To Website")
    see_the_details(page, runs_scripts)
    expect(details(page)).to_contain_text("is not told")
    page.get_by_role("button", name=re.compile(r"^Refund 29\.50 USD$")).click()
    expect(page.locator("#refunds")).to_contain_text("Not sent")
    order.refresh_from_db()
    assert order.order_status == OrderStatus.CANCELLED
    assert not OutgoingChange.objects.exists()


def test_ship_confirmed_orders_are_refunded_or_returned_instead(page: Page, order):
    a_package(order)
    page.goto(f"/orders/{order.pk}/cancellation/")
    expect(page.get_by_text("it cannot be cancelled any more")).to_be_visible()
    page.get_by_role("link", name="Create RMA").click()
    page.get_by_label("Return T-shirt").check()
    page.get_by_label("Return Reason For All Items").select_option("Damaged")
    page.get_by_role("button", name="Create RMA").click()
    expect(page.get_by_role("heading", name=re.compile("^RMA# "))).to_be_visible()
