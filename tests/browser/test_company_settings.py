"""Company Settings > Toolbox > Website > General > Edit ... Import Orders, in a real browser."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from jobs.models import Job
from settings.models import Favourite, StoreConnection, StoreType, WebsiteOptions
from tests.factories import a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TICKS = (
    "Allow Order Download",
    "Allow Tracking Upload",
    "Allow Download Shipped Orders",
    "Allow Unpaid Orders",
    "Enable Order Download Limit",
)


@pytest.fixture(autouse=True)
def _nothing_set_yet(shop) -> None:
    StoreConnection.objects.update(store_type=StoreType.NOT_SPECIFIED, plugin="")
    WebsiteOptions.objects.update(allow_order_download=False)


def saved() -> tuple[str, str, list[bool], str]:
    """What the walk must have written down."""
    connection, options = StoreConnection.objects.get(), WebsiteOptions.objects.get()
    ticks = [getattr(options, name.lower().replace(" ", "_")) for name in TICKS]
    return connection.store_type, connection.plugin, ticks, str(options.order_download_limit_date)


ALL_SET = ("custom", "CsCart", [True] * 5, "2026-11-01")


def test_the_walk_by_mouse(page: Page, shop):
    page.goto("/")
    page.locator("header summary").click()
    page.get_by_role("link", name="Company settings").click()
    page.locator("summary", has_text="Toolbox").click()
    page.get_by_role("link", name="Website > General", exact=True).click()
    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Store Type").select_option(label="Custom")
    page.get_by_label("Store Plugin").select_option(label="CsCart")
    for tick in TICKS:
        page.get_by_label(tick).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the first day")
    for tick in TICKS:  # nothing typed is lost
        expect(page.get_by_label(tick)).to_be_checked()
    page.get_by_label("Order Download Limit Date").fill("2026-11-01")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("Website settings were saved.")
    assert saved() == ALL_SET
    page.locator("summary", has_text="Actions").click()
    page.get_by_role("link", name="Import Orders", exact=True).click()
    page.get_by_role("button", name="Import Orders", exact=True).click()
    expect(page.get_by_text("Orders: Import from website via plugin")).to_be_visible()
    assert str(Job.objects.get().submitted_by) == "kim"


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus."""
    expect(target).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Tab")
        if target.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{target} cannot be reached with Tab")


def test_the_walk_by_keyboard_alone(browser: Browser, shop, live_server):
    a_user(shop, username="robin")
    page = browser.new_page(base_url=live_server.url)
    page.goto("/")
    tab_to(page, page.get_by_label("Login", exact=True))
    page.keyboard.type("robin")
    page.keyboard.press("Tab")
    page.keyboard.type("secret")
    page.keyboard.press("Enter")
    tab_to(page, page.locator("header summary"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Company settings"))
    page.keyboard.press("Enter")
    tab_to(page, page.locator("summary", has_text="Toolbox"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Search Toolbox")).to_be_focused()
    page.keyboard.type("general website >")
    expect(page.get_by_role("link", name="Company details")).to_be_hidden()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Website > General", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Edit"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Store Type"))
    page.keyboard.type("Cus")
    tab_to(page, page.get_by_label("Store Plugin"))
    page.keyboard.type("CsC")
    for tick in TICKS:
        tab_to(page, page.get_by_label(tick))
        page.keyboard.press("Space")
    tab_to(page, page.get_by_label("Order Download Limit Date"))
    page.keyboard.type("11012026")
    tab_to(page, page.get_by_role("button", name="Save"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("Website settings were saved.")
    assert saved() == ALL_SET
    tab_to(page, page.locator("summary", has_text="Actions"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Search Actions")).to_be_focused()
    page.keyboard.type("import")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Import Orders", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Orders: Import from website via plugin")).to_be_visible()
    assert str(Job.objects.get().submitted_by) == "robin"
    page.close()


def test_a_starred_entry_comes_first(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/")
    page.locator("summary", has_text="Toolbox").click()
    page.get_by_role("button", name="Favourite: Change Log").click()
    if page.locator("details#menu-toolbox[open]").count() == 0:  # without JavaScript
        page.locator("summary", has_text="Toolbox").click()
    first = page.locator("#menu-toolbox-entries li").first
    expect(first).to_contain_text("Change Log")
    expect(first.get_by_role("button", name="Favourite: Change Log")).to_have_attribute(
        "aria-pressed", "true"
    )
    assert Favourite.objects.get().entry == "change_log"


def test_a_menu_is_searched_with_enter_too(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/")
    page.locator("summary", has_text="Actions").click()
    page.get_by_label("Search Actions").fill("test")
    page.keyboard.press("Enter")
    entries = page.locator("main .panel .menu-entries li")
    expect(entries).to_have_count(1)
    expect(entries).to_contain_text("Test Settings")
