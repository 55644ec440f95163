"""A day at the desk, in a real browser: hold, note, export, save a view, and share it.

Two web processes behind one port answer by turns, and two workers do the jobs: whatever one of them
keeps for itself, the day would stumble over.
"""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from embedded.children import free_port
from jobs.models import Job
from orders.importing.intake import receive
from orders.models import Order, OrderNote, OrderStatus
from settings.models import Company
from tests.factories import UNPAID, a_line, a_store_order, a_user
from tests.flows.conftest import wait_until
from tests.operations.conftest import Machines, machines

__all__ = ["machines"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MUGS, SHIRTS = 60, 5


@pytest.fixture
def address(machines: Machines) -> Iterator[str]:
    """Two webs on one port, every request a connection of its own, and two workers."""
    port = free_port()
    by_turns = ("--reuse-port", "--keep-alive", "0", "--workers", "1", "--access-logfile", "-")
    for name in ("web1", "web2"):
        machines.start(name, "web", port=port, options=by_turns)
    for name in ("worker1", "worker2"):
        machines.start(name, "worker", options=("-Q", "default,outgoing,import,documents"))
    wait_until(lambda: all(_is_listening(machines, web) for web in ("web1", "web2")), 60, "webs")
    yield f"http://127.0.0.1:{port}"
    for web in ("web1", "web2"):
        assert "GET /orders/" in machines.log(web), f"{web} has served pages"


def _is_listening(machines: Machines, web: str) -> bool:
    return "Booting worker" in machines.log(web)


@pytest.fixture
def orders(shop: Company) -> None:
    """60 orders of mugs, the last one the oldest, and 5 of shirts; one that is not paid."""
    now = timezone.now()

    def come_in(first: int, number: int, **fields) -> None:
        receive(
            shop,
            [
                a_store_order(str(one), placed_at=now - timedelta(minutes=one), **fields)
                for one in range(first, first + number)
            ],
        )

    come_in(1, MUGS, lines=(a_line(sku="MUG"),))
    come_in(101, SHIRTS, lines=(a_line(sku="SHIRT"),))
    come_in(201, 1, lines=(a_line(sku="MUG"),), status=UNPAID)
    Order.objects.update(needs_shipping_method=False)


@pytest.fixture
def colleague(browser: Browser, shop: Company, address: str) -> Iterator[Page]:
    """A page in which another person of the shop is signed in."""
    context = browser.new_context(base_url=address)
    client = Client()
    client.force_login(a_user(shop, username="robin", roles=("View",)))
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    yield context.new_page()
    context.close()


def jobs_end() -> None:
    """Wait until the workers have done every job."""
    wait_until(lambda: not Job.objects.active().exists(), 60, "the workers do the jobs")


def rows(page: Page):
    return page.locator("#order_table tbody tr")


def choose(page: Page, action: str) -> None:
    page.get_by_label("Select an Action").select_option(label=action)
    page.get_by_role("button", name="Go", exact=True).click()


def open_ready_to_ship_mugs(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="65 Ready to ship").click()
    expect(page.locator("#order_table")).to_contain_text("65 orders")
    page.locator("summary", has_text="Add filter").click()
    page.get_by_role("link", name="SKU", exact=True).click()
    page.locator("#filter-sku").fill("mug")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.locator("#order_table")).to_contain_text("60 orders")


@pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)
def test_a_day_at_the_desk(page: Page, colleague: Page, orders, shop, tmp_path: Path):
    # Ready to ship, narrowed to one SKU; the chips say what narrows, in green.
    open_ready_to_ship_mugs(page)
    expect(page.get_by_role("group", name="Active filters")).to_contain_text("SKU: mug")

    # Two ticks here and one on the next page make a selection of three; put them on hold.
    rows(page).nth(0).get_by_role("checkbox").check()
    rows(page).nth(1).get_by_role("checkbox").check()
    page.get_by_role("link", name="Next").click()
    expect(rows(page)).to_have_count(10)
    rows(page).nth(0).get_by_role("checkbox").check()
    expect(page.locator("#bulk")).to_contain_text("3 selected")
    choose(page, "Set On Hold")
    expect(page.get_by_text("3 orders of Harbour & Pine")).to_be_visible()
    page.get_by_label("Comments").fill("Waits for the new box.")
    page.get_by_role("button", name="Set On Hold").click()
    jobs_end()
    expect(page.locator("#bulk_state")).to_contain_text("3 of 3")
    held = Order.objects.filter(order_status=OrderStatus.ON_HOLD)
    assert sorted(held.values_list("store_order_id", flat=True)) == ["10", "59", "60"]
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator("#order_table")).to_contain_text("57 orders")

    # All over all pages, as one export.
    page.get_by_label("All 57 orders of this list").check()
    choose(page, "Export Orders")
    page.get_by_role("button", name="Export Orders").click()
    jobs_end()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download orders").click()
    path = tmp_path / "orders.csv"
    download.value.save_as(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        exported = {row["Channel Order #"] for row in csv.DictReader(file)}
    assert exported == {str(number) for number in range(1, MUGS - 1)} - {"10"}

    # By keyboard: search box, second row, open it; a note.
    page.goto("/orders/?ready=1&sku=mug")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("#bulk")).to_contain_text("1 selected")
    page.keyboard.press("o")
    expect(page.locator(".page-head")).to_contain_text("Channel Order # 2")
    page.get_by_text("Add a note").click()
    page.get_by_label("Note", exact=True).fill("The customer called.")
    page.get_by_role("button", name="Add note").click()
    expect(page.locator("#notes")).to_contain_text("The customer called.")
    assert OrderNote.objects.get(text="The customer called.").order.store_order_id == "2"

    # Save the view, share its address.
    page.goto("/orders/?ready=1&sku=mug")
    page.get_by_role("link", name="Save view").click()
    page.get_by_label("Name", exact=True).fill("Mugs to ship")
    page.get_by_label("Shared at").select_option(label="Harbour & Pine")
    page.get_by_role("button", name="Save view").click()
    expect(page.locator("#order_views [aria-current]")).to_contain_text("Mugs to ship")
    expect(page.locator("#order_views [aria-current]")).to_contain_text("57")
    colleague.goto(page.url)
    expect(colleague.locator("#order_table")).to_contain_text("57 orders")
    expect(colleague.locator("#order_views [aria-current]")).to_contain_text("Mugs to ship")


@pytest.mark.parametrize("page", ["without JavaScript"], indirect=True)
def test_the_same_list_is_worked_without_javascript(page: Page, orders, shop):
    open_ready_to_ship_mugs(page)
    rows(page).nth(0).get_by_role("checkbox").check()
    choose(page, "Set On Hold")
    page.get_by_role("button", name="Set On Hold").click()
    jobs_end()
    assert Order.objects.get(order_status=OrderStatus.ON_HOLD).store_order_id == str(MUGS)
    page.goto("/orders/?ready=1&sku=mug")
    page.get_by_label("All 59 orders of this list").check()
    choose(page, "Allow shipping even not paid")
    page.get_by_role("button", name="Allow shipping even not paid").click()
    jobs_end()
    assert Order.objects.filter(allow_unpaid_shipping=True).count() == MUGS - 1
