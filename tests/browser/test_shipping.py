"""Packages leave, in a real browser, towards a store over real HTTP."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from jobs.models import Job
from jobs.run_job import run_job
from orders.importing.intake import receive
from orders.importing.schedule import start_import
from orders.models import Order, Package
from sandbox.order_building import new_line
from sandbox.server import SandboxStore
from settings.models import Company
from shipping.catalogue import ensure_catalogue
from stores.delivery import deliver_changes
from stores.models import OutgoingChange
from tests.factories import a_store_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIRST, SECOND, CORRECTED = "1Z999AA10123456784", "1Z5R89390357567127", "1Z999AA10123456793"
GROUND = "UPS – Ground (UPS_GROUND)"
LINES, BAD = 1_000, 20


@pytest.fixture(autouse=True)
def _catalogue(shop: Company) -> None:
    """A transactional test empties the tables that `migrate` filled."""
    ensure_catalogue()


@pytest.fixture
def store(shop: Company) -> Iterator[SandboxStore]:
    """The shop's store, in which Complete is the status of what was shipped."""
    with SandboxStore() as store:
        connection = shop.connection
        connection.store_url, connection.api_email = store.base_url, store.email
        connection.api_key = store.api_key
        connection.save()
        shop.website_options.allow_tracking_upload = True
        shop.website_options.save()
        connection.status_uploads.on_shipped = "C"
        connection.status_uploads.save()
        yield store


def imported(shop: Company, store: SandboxStore) -> Order:
    """A paid order of two shirts and a mug, as the importer brings it in."""
    products = [
        new_line(501, amount=2),
        new_line(502, "Mug", product_code="MUG", product_id=13),
    ]
    store.control.create_order(status="P", products=products)
    run_job(start_import(shop).job.pk)
    return Order.objects.get()


def tell_the_store(shop: Company) -> None:
    """What the worker would do by now."""
    for _ in range(4):
        deliver_changes(shop.pk)


def shipments(store: SandboxStore) -> dict[str, dict[str, int]]:
    """What the store has: pieces by line, under the tracking number."""
    rows: Any = store.state.shipments.values()
    return {
        row["tracking_number"]: {str(key): int(n) for key, n in row["products"].items()}
        for row in rows
    }


def test_an_order_leaves_in_two_packages_and_a_number_is_corrected(page: Page, shop, store):
    order = imported(shop, store)
    page.goto(f"/orders/{order.pk}/")
    page.locator("#menu-actions summary, summary:has-text('Actions')").first.click()
    page.get_by_role("link", name="Ship Items").click()
    page.get_by_role("button", name="Add package").click()
    one, two = (page.locator(".package-form").nth(number) for number in (0, 1))
    for package, number, shirts, mugs in ((one, FIRST, "2", "0"), (two, SECOND, "0", "1")):
        package.get_by_label("Shipping Method").fill(GROUND)
        package.get_by_label("Tracking Number").fill(number)
        package.get_by_label("Qty of T-shirt").fill(shirts)
        package.get_by_label("Qty of Mug").fill(mugs)
    page.get_by_role("button", name="Ship Confirm").click()
    expect(page.get_by_role("status").first).to_contain_text("2 packages were Ship Confirmed.")
    expect(page.locator("#packages .package")).to_have_count(2)
    expect(page.locator("main")).to_contain_text("Fully Shipped")
    tell_the_store(shop)
    assert shipments(store) == {FIRST: {"501": 2}, SECOND: {"502": 1}}
    assert store.state.orders[int(order.store_order_id)]["status"] == "C"
    page.reload()
    expect(page.locator("#packages")).to_contain_text("Website shipment")

    page.locator("#packages .package", has_text=SECOND).get_by_role(
        "link", name="Correct tracking"
    ).click()
    page.get_by_label("Tracking Number").fill(CORRECTED)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#packages")).to_contain_text(CORRECTED)
    tell_the_store(shop)
    assert shipments(store) == {FIRST: {"501": 2}, CORRECTED: {"502": 1}}


@pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)
def test_a_thousand_tracking_numbers_of_which_twenty_are_bad(page: Page, shop: Company):
    receive(shop, [a_store_order(str(number)) for number in range(1, LINES + 1)])
    lines = [f"{number},T{number:06},DPD,2026-11-20" for number in range(1, LINES - BAD + 1)]
    lines += [f"{90_000 + number},T{number},DPD,2026-11-20" for number in range(BAD // 2)]
    lines += [f"{LINES - number},T9{number},DPD,some day" for number in range(BAD // 2)]
    text = "Order Number,Tracking Number,Carrier,Ship Date\n" + "\n".join(lines)
    page.goto("/")
    page.get_by_role("link", name="Import Tracking").click()
    file: Any = {"name": "labels.csv", "mimeType": "text/csv", "buffer": text.encode()}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_label("Tracking Number")).to_have_value("1")
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator("#upload_detail")).to_contain_text("Look through a tracking file")
    run_job(Job.objects.latest("pk").pk)
    expect(page.get_by_role("button", name="Import 980 lines")).to_be_visible()
    errors = page.locator("section", has=page.get_by_role("heading", name="Lines with an error"))
    expect(errors.locator("tbody tr")).to_have_count(BAD)
    expect(errors).to_contain_text("“some day” is no day that can be read")
    assert not Package.objects.exists()
    page.get_by_role("button", name="Import 980 lines").click()
    run_job(Job.objects.latest("pk").pk)
    expect(page.get_by_role("heading", name="What the import did")).to_be_visible()
    assert Package.objects.ship_confirmed().count() == LINES - BAD
    assert OutgoingChange.objects.count() == LINES - BAD
    with page.expect_download() as download:
        page.get_by_role("link", name="Download errors").click()
    assert len(download.value.path().read_text().splitlines()) == BAD + 1


def test_ship_orders_shows_its_result_row_by_row(page: Page, shop: Company):
    receive(shop, [a_store_order(str(number)) for number in (1, 2)])
    first, second = Order.objects.order_by("pk")
    page.goto("/orders/")
    for order in (first, second):
        page.locator(f"input[name=order][value='{order.pk}']").check()
    page.get_by_label("Select an Action").select_option(label="Ship Orders")
    page.get_by_role("button", name="Go", exact=True).click()
    number = page.get_by_label(f"Tracking Number of order {first.pk}")
    number.fill("1Z9")
    page.get_by_label(f"Shipping Method of order {first.pk}").fill(GROUND)
    page.get_by_role("button", name="Ship Confirm").click()
    expect(page.locator(".notice-warning")).to_contain_text(
        f"Order {first.pk} (#1): “1Z9” is no UPS"
    )
    number.fill(FIRST)
    page.get_by_role("button", name="Ship Confirm").click()
    run_job(Job.objects.latest("pk").pk)
    page.reload()
    expect(page.get_by_role("heading", name="What the import did")).to_be_visible()
    skipped = page.locator("section", has=page.get_by_role("heading", name="Skipped"))
    expect(skipped).to_contain_text(f"{second.pk}")
    expect(page.locator("#upload_detail")).to_contain_text(FIRST)
    assert Package.objects.get().order == first
