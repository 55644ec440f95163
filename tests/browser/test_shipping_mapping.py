"""Cart Shipping Method Mapping in a real browser: the eight steps of the owner's text."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from orders.importing.intake import receive
from orders.models import Order
from shipping.models import MethodMapping, ShippingService
from tests.browser.test_company_settings import tab_to
from tests.factories import a_store_order, a_user

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GROUND = "UPS – Ground (UPS_GROUND)"


@pytest.fixture(autouse=True)
def _catalogue(shop) -> None:
    """A transactional test empties the tables that `migrate` filled."""
    from shipping.catalogue import ensure_catalogue  # noqa: PLC0415

    ensure_catalogue()


def saved() -> list[tuple[str, str, bool]]:
    rows = MethodMapping.objects.select_related("service")
    return [(row.name, row.service.code if row.service else "", row.is_rush) for row in rows]


def field(page: Page, label: str) -> Locator:
    """The field of the last row."""
    return page.locator("#mapping-rows tr").last.get_by_label(label)


def open_mapping(page: Page) -> None:
    """Company Settings > Toolbox > ... > Cart Shipping Method Mapping."""
    page.goto("/")
    page.locator("header summary").click()
    page.get_by_role("link", name="Company settings").click()
    page.locator("summary", has_text="Toolbox").click()
    page.get_by_role("link", name="Cart Shipping Method Mapping").click()


def test_the_eight_steps_by_mouse(page: Page, shop):
    open_mapping(page)
    expect(page.get_by_text("CsCart", exact=True)).to_be_visible()
    page.get_by_role("link", name="Edit", exact=True).click()
    expect(page.get_by_label("Plugin")).to_have_value("CsCart")
    page.get_by_role("button", name="Add row").click()
    field(page, "Website Method Name").fill("Courier, 2-3 days")
    field(page, "Shipping Method").fill(GROUND)
    field(page, "Rush Service").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("The mapping was saved: 1 added.")
    assert saved() == [("Courier, 2-3 days", "UPS_GROUND", True)]


def test_nothing_typed_is_lost(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/website/shipping-method-mapping/?edit=1")
    for name, service in (("Ground", "UPS_GROUND"), ("ground", "Owl"), ("Third", "UPS_2DAY")):
        page.get_by_role("button", name="Add row").click()
        field(page, "Website Method Name").fill(name)
        field(page, "Shipping Method").fill(service)
    page.get_by_role("button", name="Save").click()
    second = page.locator("#mapping-rows tr").nth(1)
    expect(second.get_by_role("alert")).to_have_count(2)
    expect(second.get_by_label("Shipping Method")).to_have_value("Owl")
    second.locator(".trash").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status").first).to_contain_text("2 added")
    assert saved() == [("Ground", "UPS_GROUND", False), ("Third", "UPS_2DAY", False)]


def test_suggestion_preview_and_apply(page: Page, shop):
    receive(shop, [a_store_order("1"), a_store_order("2")])
    open_mapping(page)
    suggestions = page.locator("#suggestions tbody tr")
    expect(suggestions).to_have_count(1)
    page.get_by_role("link", name="Add Courier, 2-3 days").click()
    expect(field(page, "Website Method Name")).to_have_value("Courier, 2-3 days")
    field(page, "Shipping Method").fill("UPS_GROUND")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("2 unshipped orders would change")).to_be_visible()
    if page.locator("#mapping").count() == 0:  # without JavaScript the preview is a page
        page.get_by_role("button", name="Back to the rows").click()
        expect(field(page, "Shipping Method")).to_have_value("UPS_GROUND")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("button", name="Apply to unshipped orders").click()
    expect(page.get_by_text("Shipping methods: Apply mapping to unshipped orders")).to_be_visible()


def test_the_eight_steps_by_keyboard_alone(browser: Browser, shop, live_server):
    a_user(shop, username="robin")
    page = browser.new_page(base_url=live_server.url)
    page.goto(f"/companies/{shop.pk}/")
    tab_to(page, page.get_by_label("Login", exact=True))
    page.keyboard.type("robin")
    page.keyboard.press("Tab")
    page.keyboard.type("secret")
    page.keyboard.press("Enter")
    tab_to(page, page.locator("summary", has_text="Toolbox"))
    page.keyboard.press("Enter")
    expect(page.get_by_label("Search Toolbox")).to_be_focused()
    page.keyboard.type("mapping")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Edit", exact=True))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Add row"))
    page.keyboard.press("Enter")
    expect(field(page, "Website Method Name")).to_be_focused()
    page.keyboard.type("Courier")
    page.keyboard.press("Tab")
    page.keyboard.type("ups_ground")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.locator(".trash input").last).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")  # in a field Enter saves
    expect(page.get_by_role("status").first).to_contain_text("The mapping was saved: 1 added.")
    assert saved() == [("Courier", "UPS_GROUND", True)]
    page.close()


def test_a_service_is_chosen_by_hand(page: Page, shop):
    receive(shop, [a_store_order("1")])
    page.goto("/orders/?needs_method=1")
    page.locator("#order_table tbody a").first.click()
    expect(page.locator("#shipping")).to_contain_text("Needs shipping method")
    page.get_by_role("link", name="Edit the shipping method").click()
    page.get_by_label("Shipping Method").fill(GROUND)
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#shipping")).to_contain_text("UPS – Ground")
    group = Order.objects.get().shipping_groups.get()
    assert group.service == ShippingService.objects.get(code="UPS_GROUND")
