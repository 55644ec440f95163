"""Manage CS-Cart Orders: the owner's sentences on cancelling and refunding, in a real browser."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from orders.importing.intake import receive
from orders.models import Order, OrderStatus, PaymentStatus
from stores.models import OutgoingChange
from tests.factories import CANCELLED, a_package, a_store_order, an_order

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
    expect(page.get_by_role("heading", name=f"Order {order.pk}", exact=True)).to_be_visible()


def click_actions_and_select(page: Page, entry: str) -> None:
    page.locator("#menu-actions > summary").click()
    page.locator("#menu-actions").get_by_role("link", name=entry).click()


def click_toolbox_and_select(page: Page, entry: str) -> None:
    page.locator("#menu-toolbox > summary").click()
    page.locator("#menu-toolbox").get_by_role("link", name=entry).click()


def enter_comments(page: Page, text: str) -> None:
    page.get_by_label("Comments").fill(text)


def click_save(page: Page) -> None:
    page.get_by_role("button", name="Save").click()


def enter_a_reason(page: Page, reason: str) -> None:
    page.get_by_label("Cancel/Refund Reason").select_option(reason)
    let_the_panel_follow(page)


def check_the_box_to_the_left_of(page: Page, item: str) -> None:
    box, name = (
        page.get_by_label(f"Refund {item}"),
        page.locator("#refund_form").get_by_text(item, exact=True),
    )
    left, right = box.bounding_box(), name.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] < right["x"]
    box.check()
    let_the_panel_follow(page)


def adjust(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)
    page.keyboard.press("Tab")
    let_the_panel_follow(page)


def check_do_not_send_to_website(page: Page) -> None:
    page.get_by_label("Do Not Send To Website").check()
    let_the_panel_follow(page)


def click_refund(page: Page, words: str) -> None:
    page.get_by_role("button", name=re.compile(f"^{re.escape(words)}$")).click()


def the_order_status_gets_set_to_cancelled(page: Page, order: Order) -> None:
    expect(page.locator(".page-head .chip").first).to_have_text("Cancelled")
    order.refresh_from_db()
    assert order.order_status == OrderStatus.CANCELLED


def let_the_panel_follow(page: Page) -> None:
    """With JavaScript the panel follows by itself; without, a button does it."""
    expect(page.locator("#refund_form.htmx-request")).to_have_count(0)


def the_panel(page: Page, runs_scripts: bool) -> Locator:
    if not runs_scripts:
        page.get_by_role("button", name="Recalculate").click()
    return page.locator("#refund_details")


def test_you_can_only_cancel_before_it_is_ship_confirmed(page: Page, order):
    a_package(order)
    go_to_the_order_details_page(page, order)
    page.locator("#menu-actions > summary").click()
    menu = page.locator("#menu-actions")
    expect(menu.get_by_role("link", name="Set Cancelled Internally")).to_have_count(0)
    page.goto(f"/orders/{order.pk}/cancellation/")
    expect(page.get_by_text("it cannot be cancelled any more")).to_be_visible()


def test_if_it_is_already_ship_confirmed_you_must_issue_a_refund(page: Page, order, runs_scripts):
    a_package(order)
    page.goto(f"/orders/{order.pk}/cancellation/")
    page.get_by_role("link", name="Cancel/Issue Refund").click()
    expect(page.get_by_text("cannot be cancelled any more, only refunded")).to_be_visible()
    enter_a_reason(page, "Damaged or defective")
    check_the_box_to_the_left_of(page, "T-shirt")
    panel = the_panel(page, runs_scripts)
    expect(panel).to_contain_text("Completed")
    click_refund(page, "Refund 29.50 USD, tell the store")
    expect(page.locator(".page-head .chip").first).to_have_text("Completed")
    order.refresh_from_db()
    assert order.payment_status == PaymentStatus.FULL_REFUND


def test_if_the_item_is_being_returned_use_the_rma_process_instead(page: Page, order):
    a_package(order)
    page.goto(f"/orders/{order.pk}/cancellation/")
    page.get_by_role("link", name="Create RMA").click()
    page.get_by_label("Return T-shirt").check()
    page.get_by_label("Return Reason For All Items").select_option("Damaged")
    page.get_by_role("button", name="Create RMA").click()
    expect(page.get_by_role("heading", name=re.compile("^RMA# "))).to_be_visible()


def test_cancellations_that_are_issued_on_cs_cart_directly(page: Page, order):
    receive(order.company, [a_store_order("97", status=CANCELLED)])
    go_to_the_order_details_page(page, order)
    expect(page.locator(".notice", has_text="The store has cancelled this order")).to_be_visible()
    click_actions_and_select(page, "Set Cancelled Internally")
    enter_comments(page, "As in CS-Cart")
    click_save(page)
    the_order_status_gets_set_to_cancelled(page, order)
    expect(page.locator(".notice", has_text="The store has cancelled this order")).to_have_count(0)


def test_to_cancel_a_cs_cart_order_internally(page: Page, order):
    go_to_the_order_details_page(page, order)
    click_actions_and_select(page, "Set Cancelled Internally")
    enter_comments(page, "Cancelled in CS-Cart by the customer")
    click_save(page)
    expect(page.get_by_role("status").first).to_contain_text("is Cancelled now")
    the_order_status_gets_set_to_cancelled(page, order)
    expect(page.locator("#notes")).to_contain_text("Cancelled in CS-Cart by the customer")
    assert not OutgoingChange.objects.exists()


def test_to_initiate_a_cancellation_from_here_follow_the_steps_under_refund(page: Page, order):
    go_to_the_order_details_page(page, order)
    click_actions_and_select(page, "Set Cancelled Internally")
    page.locator("#content").get_by_role("link", name="Cancel/Issue Refund").click()
    expect(page.get_by_role("heading", name="Cancel/Issue Refund")).to_be_visible()


def test_to_refund_and_cancel_a_cs_cart_order(page: Page, order, runs_scripts):
    go_to_the_order_details_page(page, order)
    click_actions_and_select(page, "Cancel/Issue Refund")
    enter_a_reason(page, "Out of stock")
    check_the_box_to_the_left_of(page, "T-shirt")
    adjust(page, "Qty To Refund/Cancel of T-shirt", "1")
    expect(the_panel(page, runs_scripts)).to_contain_text("14.76 USD")
    adjust(page, "Shipping Refund", "7.50")
    adjust(page, "Tax Refund", "2.00")
    panel = the_panel(page, runs_scripts)
    expect(panel).to_contain_text("19.50 USD")
    expect(panel).to_contain_text("Partial Refund")
    click_refund(page, "Refund 19.50 USD, tell the store")
    the_order_status_gets_set_to_cancelled(page, order)
    expect(page.locator("#refunds")).to_contain_text("Waiting")
    assert order.payment_status == PaymentStatus.PARTIAL_REFUND
    assert OutgoingChange.objects.get().payload["code"] == "I"


def test_do_not_send_to_website_refunds_within_here_alone(page: Page, order, runs_scripts):
    go_to_the_order_details_page(page, order)
    click_actions_and_select(page, "Cancel/Issue Refund")
    enter_a_reason(page, "Other")
    check_the_box_to_the_left_of(page, "T-shirt")
    check_do_not_send_to_website(page)
    expect(the_panel(page, runs_scripts)).to_contain_text("is not told")
    click_refund(page, "Refund 29.50 USD")
    the_order_status_gets_set_to_cancelled(page, order)
    expect(page.locator("#refunds")).to_contain_text("Not sent")
    assert not OutgoingChange.objects.exists()
    click_toolbox_and_select(page, "Profit & Loss")
    statement = page.locator("dl", has=page.get_by_text("Refunds", exact=True))
    expect(statement).to_contain_text("-29.50 USD")


def test_the_total_stays_in_sight_on_a_phone(page: Page, order, runs_scripts):
    page.set_viewport_size({"width": 400, "height": 700})
    page.goto(f"/orders/{order.pk}/refund/")
    page.get_by_label("Refund T-shirt").check()
    let_the_panel_follow(page)
    the_panel(page, runs_scripts)
    page.get_by_label("Refund T-shirt").scroll_into_view_if_needed()
    total = page.locator(".refund-total")
    expect(total).to_be_in_viewport()
    expect(total).to_contain_text("29.50 USD")
    total.get_by_role("link").click()
    expect(page.get_by_role("heading", name="Refund Order Details")).to_be_in_viewport()
