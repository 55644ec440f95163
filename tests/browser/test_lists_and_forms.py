"""Lists that show much, forms that say what is wrong, and two people at one form."""

import pytest
from playwright.sync_api import Page, expect

from orders.importing.intake import receive
from orders.models import Order
from settings.models import WebsiteOptions
from tests.factories import a_store_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

with_javascript = pytest.mark.parametrize("page", ["with JavaScript"], indirect=True)

IN_SIGHT = """() => {
  const bar = document.querySelector(".bulk-bar").getBoundingClientRect();
  return [...document.querySelectorAll("#order_table tbody tr")]
    .map((row) => row.getBoundingClientRect())
    .filter((row) => row.bottom <= Math.min(innerHeight, bar.top)).length;
}"""


@pytest.fixture
def orders(shop) -> list[Order]:
    receive(shop, [a_store_order(str(number)) for number in range(1, 31)])
    return list(Order.objects.order_by("pk"))


@with_javascript
def test_twenty_orders_are_in_sight_on_a_laptop(page: Page, orders):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/orders/")
    assert page.evaluate(IN_SIGHT) >= 20


@with_javascript
def test_rows_may_be_comfortable_and_stay_so(page: Page, orders):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/orders/")
    page.get_by_role("button", name="Comfortable rows").click()
    page.reload()
    assert 8 <= page.evaluate(IN_SIGHT) < 20


def test_an_order_takes_at_most_96_pixels_on_a_phone(page: Page, orders):
    Order.objects.update(is_rush=True)
    page.set_viewport_size({"width": 400, "height": 850})
    page.goto("/orders/")
    heights = page.evaluate(
        "[...document.querySelectorAll('#order_table tbody tr')].map((row) => row.offsetHeight)"
    )
    assert max(heights) <= 96


def test_one_company_needs_no_column(page: Page, orders):
    page.goto("/orders/")
    expect(page.get_by_role("columnheader", name="Order ID")).to_be_visible()
    expect(page.get_by_role("columnheader", name="Company")).to_have_count(0)


def tick(page: Page, number: int) -> None:
    for row in range(number):
        page.locator("#order_table tbody [type=checkbox]").nth(row).check()


@with_javascript
def test_the_bar_names_what_is_selected(page: Page, orders):
    page.goto("/orders/")
    tick(page, 2)
    numbers = page.locator("#order_table .row-link").all_inner_texts()[:2]
    expect(page.locator("#bulk")).to_contain_text(f"2 selected: {', '.join(numbers)}")


@with_javascript
def test_a_selection_is_over_when_its_export_has_begun(page: Page, orders):
    page.goto("/orders/")
    tick(page, 2)
    page.get_by_label("Select an Action").select_option(label="Export Orders")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_role("button", name="Export Orders").click()
    page.wait_for_url("**/jobs/**")
    page.goto("/orders/")
    expect(page.locator("[data-count]")).to_be_hidden()
    expect(page.locator("#order_table :checked")).to_have_count(0)


@with_javascript
def test_who_turns_back_from_the_question_keeps_the_selection(page: Page, orders):
    page.goto("/orders/")
    tick(page, 2)
    page.get_by_label("Select an Action").select_option(label="Export Orders")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_role("link", name="Back to the list").click()
    expect(page.locator("[data-count]")).to_contain_text("2 selected")


@with_javascript
def test_an_order_that_left_the_list_is_not_counted(page: Page, orders):
    page.goto("/orders/")
    tick(page, 2)
    gone = page.locator("#order_table .row-link").first.inner_text()
    Order.objects.filter(pk=gone).delete()
    page.reload()
    expect(page.locator("[data-count]")).to_contain_text("1 selected")


def test_errors_are_summed_up_and_the_first_bad_field_has_the_focus(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/website/general/?edit=1")
    page.get_by_label("Website Order View URL").fill("nonsense")
    page.get_by_label("Enable Order Download Limit").check()
    page.get_by_role("button", name="Save").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Nothing was saved yet: 2 things to look at.")
    expect(page.get_by_label("Website Order View URL")).to_be_focused()
    summary.get_by_role("link", name="Order Download Limit Date").click()
    assert page.url.endswith("#id_order_download_limit_date")


def test_sellercloud_s_options_come_first_and_in_their_order(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/website/general/?edit=1")
    options = page.locator("section", has_text="More options")
    boxes = options.locator("[type=checkbox]").evaluate_all("all => all.map((one) => one.name)")
    assert boxes[:5] == [
        "allow_order_download",
        "allow_tracking_upload",
        "allow_download_shipped_orders",
        "allow_unpaid_orders",
        "enable_order_download_limit",
    ]
    assert len(boxes) == 8


@with_javascript
def test_the_limit_s_date_is_asked_for_only_when_ticked(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/website/general/?edit=1")
    date = page.get_by_label("Order Download Limit Date")
    expect(date).to_be_hidden()
    page.get_by_label("Enable Order Download Limit").check()
    expect(date).to_be_visible()


def test_whoever_comes_second_sees_both_values_and_chooses(page: Page, shop):
    WebsiteOptions.objects.update(
        enable_order_download_limit=True, order_download_limit_date="2026-01-01"
    )
    page.goto(f"/companies/{shop.pk}/website/general/?edit=1")
    WebsiteOptions.objects.update(order_download_limit_date="2026-01-02")  # a colleague
    page.get_by_label("Order Download Limit Date", exact=True).fill("2026-01-03")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("changed this meanwhile, to “2026-01-02”")
    expect(page.get_by_label("Order Download Limit Date", exact=True)).to_have_value("2026-01-03")
    page.get_by_label("Take “2026-01-02”").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Website settings were saved.")
    assert str(WebsiteOptions.objects.get().order_download_limit_date) == "2026-01-02"


@with_javascript
def test_a_flash_moves_nothing_and_can_be_closed(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/website/general/")
    before = page.get_by_role("heading", level=1).bounding_box()
    page.goto(f"/companies/{shop.pk}/website/general/?edit=1")
    page.get_by_role("button", name="Save").click()
    flash = page.locator("[data-flash]")
    expect(flash).to_contain_text("Website settings were saved.")
    assert page.get_by_role("heading", level=1).bounding_box() == before
    flash.get_by_role("button", name="Close").click()
    expect(flash).to_have_count(0)


RING = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""
HIDDEN = """() => {
  const box = document.activeElement.getBoundingClientRect();
  const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
  const top = document.elementFromPoint(x, y);
  const at = document.activeElement;
  const is_ours = top && (at.contains(top) || top.contains(at)
    || top.closest("label, form.quick-search, .trash"));
  return is_ours ? "" : document.activeElement.outerHTML.slice(0, 120);
}"""


@with_javascript
@pytest.mark.parametrize("path", ["/", "/orders/", "/jobs/", "/rmas/", "/notices/"])
def test_every_stop_of_the_tab_key_is_ringed_and_in_sight(page: Page, orders, path):
    page.set_viewport_size({"width": 1280, "height": 700})
    page.goto(path)
    for _stop in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        if page.evaluate("!document.activeElement.matches('.quick-search input')"):
            assert page.evaluate(RING), page.evaluate("document.activeElement.outerHTML")
        assert page.evaluate(HIDDEN) == ""
