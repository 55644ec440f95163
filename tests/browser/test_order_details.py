"""Order Details in a real Chromium, with an order that has everything."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from orders.fulfilment.website_updates import enqueue_status
from orders.importing.intake import receive, receive_shipments
from orders.models import EventKind, Order, OrderEvent, OrderNote, Payment, PaymentKind
from settings.models import Company
from stores.models import ChangeState, OutgoingChange
from tests.factories import a_line, a_store_order, a_store_shipment

pytestmark = pytest.mark.browser


@pytest.fixture
def order(shop: Company) -> Order:
    names = ("T-shirt", "Kopfhörer mit Kabel " * 8, "ต้มยำกุ้ง", "A" * 120)
    lines = tuple(
        a_line(str(number), sku=f"SKU-{number}", name=names[number % 4]) for number in range(40)
    )
    receive(shop, [a_store_order(str(number)) for number in range(80, 88)])
    receive(shop, [a_store_order("97", lines=lines)])
    quantities = (("0", 1), ("1", 2), ("3", 1))
    receive_shipments(shop, [a_store_shipment("14", "97", quantities=quantities)])
    order = Order.objects.get(store_order_id="97")
    now = timezone.now()
    Payment.objects.create(
        order=order, kind=PaymentKind.REFUND, method="PayPal", amount=Decimal("9.50"), paid_at=now
    )
    enqueue_status(order, "C", may_mail=False, key="status:1")
    OutgoingChange.objects.update(
        state=ChangeState.STUCK, last_error="The store refused the status: it is not known there."
    )
    OrderNote.objects.create(order=order, kind="general", text="Written by the system")
    for number in range(30):
        OrderEvent.objects.create(order=order, kind=EventKind.NOTE, message=f"Told {number}")
    return order


def test_an_order_with_everything_is_read_and_edited(page: Page, order: Order):
    here = f"/orders/{order.pk}/"
    page.goto(here)
    expect(page.locator("#payments")).to_contain_text("9.50")
    expect(page.locator("#website-updates")).to_contain_text("refused the status")
    expect(page.locator("#related")).to_contain_text("the newest 5 of 8")
    expect(page.locator("#timeline")).not_to_contain_text("Told 5")
    page.click("#timeline >> text=Older")
    expect(page.locator("#timeline")).to_contain_text("Told 5")
    page.goto(here)
    page.select_option("#timeline-kind", "imported")
    if page.evaluate("typeof htmx") == "undefined":
        page.click("#timeline button")
    expect(page.locator("#timeline")).not_to_contain_text("Told 29")
    page.goto(here)
    page.click("#customer >> text=Edit Shipping Address")
    page.fill("[name=address1]", "7 New St")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("main")).to_contain_text("Please enter reason to change address.")
    page.fill("[name=reason]", "The customer called")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#customer")).to_contain_text("Changed here")


@pytest.mark.parametrize("width", [1440, 400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_part_of_it_is_wider_than_the_page(page: Page, order: Order, width: int, scheme: str):
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"/orders/{order.pk}/")
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=Path(folder) / f"all-{width}-{scheme}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
