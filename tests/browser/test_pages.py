"""Pages in a real browser, with and without JavaScript, at desk and phone width."""

import pytest
from playwright.sync_api import Browser, Page, expect

from jobs.models import Job, JobStatus
from orders.importing.intake import receive
from orders.models import Order
from tests.factories import a_customer, a_job, a_line, a_store_order, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_signing_in_and_out(browser: Browser, shop, live_server):
    a_user(shop, username="robin")
    page = browser.new_page(base_url=live_server.url)
    page.goto("/orders/")
    page.fill("[name=login]", "robin")
    page.fill("[name=password]", "wrong")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    page.fill("[name=password]", "secret")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Manage Orders")).to_be_visible()
    page.locator("header summary").press("Enter")
    page.get_by_role("button", name="Sign out").press("Enter")
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.close()


def test_finding_an_order_and_reading_it(page: Page, shop):
    receive(shop, [a_store_order("97"), a_store_order("98", customer=a_customer(last_name="Ōe"))])
    page.goto("/orders/")
    page.locator("#filter-q").fill("Ōe")
    page.get_by_role("button", name="Search", exact=True).click()
    rows = page.locator("#order_table tbody tr")
    expect(rows).to_have_count(1)
    rows.get_by_role("link").click()
    expect(page.locator(".page-head")).to_contain_text("Channel Order # 98")
    expect(page.locator("#items")).to_contain_text("Colour: Red")
    expect(page.locator("#totals .grand").last).to_have_text("29.50 USD")


def test_a_running_job_is_followed_live(page: Page, shop):
    job = a_job(shop, status=JobStatus.PROCESSING, progress_done=10, progress_total=40)
    page.goto(f"/jobs/{job.pk}/")
    expect(page.get_by_text("10 of 40")).to_be_visible()
    Job.objects.update(progress_done=40, status=JobStatus.COMPLETED, counts={"created": 40})
    refresh = page.get_by_role("link", name="Refresh")
    if refresh.count():  # without JavaScript a link does what htmx does
        refresh.click()
    expect(page.locator(".figures")).to_contain_text("Created")
    expect(page.get_by_role("button", name="Run again")).to_be_visible()


@pytest.mark.parametrize("width", [400, 1440])
def test_no_page_scrolls_sideways(page: Page, shop, width):
    long_name = "A" * 90
    order = a_store_order("97", lines=(a_line(name=long_name), a_line("12", sku=long_name)))
    receive(shop, [order])
    job = a_job(shop, status=JobStatus.FAILED, error="https://shop.example/" + "x" * 200)
    page.set_viewport_size({"width": width, "height": 800})
    order_id = Order.objects.get().pk
    paths = ["/orders/", f"/orders/{order_id}/", "/jobs/", f"/jobs/{job.pk}/", "/companies/"]
    paths += [
        f"/companies/{shop.pk}/website/{name}/?edit=1" for name in ("general", "cart-general")
    ]
    paths += [f"/companies/{shop.pk}/{page}" for page in ("", "?edit=1", "change-log/")]
    paths += [
        f"/companies/{shop.pk}/website/{page}" for page in ("order-statuses/?edit=1", "test/")
    ]
    paths += ["/companies/new/", "/employees/", "/employees/new/", "/notices/"]
    too_wide = [path for path in paths if page.goto(path) and not fits(page)]
    assert too_wide == []


def fits(page: Page) -> bool:
    """Whether nothing of the page lies beyond its right edge."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))
