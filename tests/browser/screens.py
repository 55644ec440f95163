"""Every screen: its name, the file name of its picture, and the way there.

docs/screens.md shows them in this order, and a test compares the two. Addresses may name rows that
`prepare_screens` has made: {company}, {order}, {shipped} ...
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Page

Way = Callable[[Page], None]


@dataclass(frozen=True, slots=True)
class Screen:
    """A page, and what is pressed there before its picture is taken."""

    name: str
    address: str
    then: Way | None = None
    is_dark_too: bool = False


def _open(menu: str) -> Way:
    return lambda page: page.locator(f"#menu-{menu} > summary").click()


def _test_settings(page: Page) -> None:
    page.locator("#menu-actions > summary").click()
    page.locator("#menu-actions").get_by_text("Test Settings", exact=True).click()
    page.wait_for_selector(".findings li:nth-child(9)")


def _preview(page: Page) -> None:
    page.fill("[name=numbers]", "1 2 3 97 100 9999")
    page.check("[value=numbers]")
    page.click("text=Preview")
    page.wait_for_selector("#import_preview .grid")


def _what_if(page: Page) -> None:
    page.click("button:has-text('What if')")
    page.wait_for_selector("#what_if .figures")
    page.locator("#what_if").scroll_into_view_if_needed()


def _reconcile(page: Page) -> None:
    page.click("form button:text-is('Reconcile Orders')")
    page.wait_for_selector("#reconciliation_result h2")


def _ask_the_store(page: Page) -> None:
    page.click("text=Ask the store")
    page.wait_for_selector("text=Ask again")


def _import(page: Page) -> None:
    page.check("[value=days]")  # all of them once more takes long enough for a picture
    today = date.today()  # noqa: DTZ011 - what the browser shows
    page.fill("[name=first_day]", str(today - timedelta(days=90)))
    page.fill("[name=last_day]", str(today))
    page.click("button:text-is('Import Orders')")
    page.wait_for_url("**/jobs/*/")


def _bulk(action: str) -> Way:
    def choose(page: Page) -> None:
        for number in range(3):
            page.locator("#order_table tbody [type=checkbox]").nth(number).check()
        page.get_by_label("Select an Action").select_option(label=action)
        page.get_by_role("button", name="Go", exact=True).click()

    return choose


def _key(key: str) -> Way:
    return lambda page: page.keyboard.press(key)


def _tracking_file(page: Page) -> None:
    ready = page.request.get("/orders/?ready=1").text()
    first, second, *_ = dict.fromkeys(re.findall(r'href="/orders/(\d+)/"', ready))
    table = (
        f"Order ID,Tracking Number,Carrier\n{first},HP-1,DPD\n{second},HP-2,Owl Post\n9999,T,DPD\n"
    )
    file = {"name": "labels.csv", "mimeType": "text/csv", "buffer": table.encode()}
    page.set_input_files("[type=file]", file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload").click()
    page.get_by_role("button", name="Check the file").click()
    page.wait_for_selector("#upload_detail tbody tr")


def _mapping_file(page: Page) -> None:
    table = b"Website Method Name,Shipping code\nOwl,UPS_GRUOND\nowl,UPS_GROUND\n"
    page.set_input_files(
        "[type=file]", {"name": "owl.csv", "mimeType": "text/csv", "buffer": table}
    )
    page.click("text=Check the file")
    page.wait_for_load_state()


def _second_step(page: Page) -> None:
    page.fill("[name=name]", "Fjord Goods")
    page.click("text=Next")
    page.wait_for_load_state()


_WEBSITE = "/companies/{company}/website"
_INVOICES = "/companies/{company}/invoice-settings"

SCREENS = [
    # Signing in
    Screen("login", "/accounts/login/", is_dark_too=True),
    Screen("password-reset", "/accounts/password/reset/"),
    Screen("change-password", "/accounts/password/change/"),
    Screen("second-factor", "/accounts/second-factor/"),
    # The desk
    Screen("home", "/", is_dark_too=True),
    Screen("manage-orders", "/orders/", is_dark_too=True),
    Screen("ready-to-ship", "/orders/?ready=1"),
    Screen("keys", "/orders/", _key("?")),
    Screen("customize-columns", "/orders/columns/"),
    Screen("saved-views", "/orders/views/"),
    Screen("bulk-action", "/orders/?ready=1", _bulk("Set On Hold")),
    Screen("bulk-result", "/orders/bulk/{bulk}/"),
    Screen("export-orders", "/orders/?ready=1", _bulk("Export Orders")),
    Screen("ship-together", "/orders/together/"),
    # One order
    Screen("order-details", "/orders/{shipped}/", is_dark_too=True),
    Screen("order-toolbox", "/orders/{shipped}/", _open("toolbox")),
    Screen("order-actions", "/orders/{order}/", _open("actions")),
    Screen("order-move", "/orders/{order}/moves/on_hold/"),
    Screen("order-shipping-address", "/orders/{order}/address/"),
    Screen("order-shipping-method", "/orders/{order}/shipping-method/"),
    Screen("order-payment", "/orders/{unpaid}/payments/"),
    Screen("profit-and-loss", "/orders/{shipped}/profit/"),
    Screen("order-documents", "/orders/{shipped}/documents/"),
    Screen("order-change-log", "/orders/{shipped}/change-log/"),
    Screen("raw-document", "/orders/{shipped}/document/"),
    # Shipping
    Screen("ship-items", "/orders/{order}/packages/new/"),
    Screen("ship-orders", "/orders/?ready=1", _bulk("Ship Orders")),
    Screen("set-unshipped", "/orders/{shipped}/unshipping/"),
    Screen("import-tracking", "/orders/tracking-imports/new/"),
    Screen("import-tracking-report", "/orders/tracking-imports/new/", _tracking_file),
    Screen("website-updates", "/website-updates/"),
    # Cancel, refund, return
    Screen("cancel-order", "/orders/{order}/cancellation/"),
    Screen("cancel-refund", "/orders/{order}/refund/"),
    Screen("create-rma", "/orders/{complete}/rma/"),
    Screen("manage-rmas", "/rmas/"),
    Screen("rma", "/rmas/{rma}/"),
    Screen("import-rmas", "/rmas/imports/new/"),
    Screen("order-action-request", "/order-action-requests/"),
    # Orders that are not here
    Screen("orders-left-out", "/orders/left-out/"),
    Screen("whereabouts", "/orders/whereabouts/?company={company}&number=9999", _ask_the_store),
    # Jobs and notices
    Screen("manage-queued-jobs", "/jobs/", is_dark_too=True),
    Screen("job-running", "/companies/{company}/imports/", _import),
    Screen("job-finished", "/jobs/{job}/"),
    Screen("notices", "/notices/"),
    Screen("notice-emails", "/notices/emails/"),
    # The company
    Screen("manage-companies", "/companies/"),
    Screen("create-company", "/companies/new/"),
    Screen("create-company-address", "/companies/new/", _second_step),
    Screen("company-details", "/companies/{company}/"),
    Screen("toolbox", "/companies/{company}/", _open("toolbox")),
    Screen("actions", "/companies/{company}/", _open("actions")),
    Screen("deactivation", "/companies/{company}/deactivation/"),
    Screen("website-general", f"{_WEBSITE}/general/"),
    Screen("website-general-edit", f"{_WEBSITE}/general/?edit=1"),
    Screen("what-if", f"{_WEBSITE}/general/?edit=1", _what_if),
    Screen("cart-general", f"{_WEBSITE}/cart-general/"),
    Screen("test-settings", f"{_WEBSITE}/general/", _test_settings),
    Screen("shipping-mapping-saved", f"{_WEBSITE}/shipping-method-mapping/"),
    Screen("shipping-mapping-edit", f"{_WEBSITE}/shipping-method-mapping/?edit=1"),
    Screen("shipping-mapping-report", f"{_WEBSITE}/shipping-method-mapping/import/", _mapping_file),
    Screen("order-statuses", f"{_WEBSITE}/order-statuses/"),
    Screen("delayed-tracking", f"{_WEBSITE}/tracking-delay/"),
    Screen("import-orders", "/companies/{company}/imports/"),
    Screen("import-preview", "/companies/{company}/imports/", _preview),
    Screen("reconciliation", "/companies/{company}/reconciliation/"),
    Screen("reconciliation-result", "/companies/{company}/reconciliation/", _reconcile),
    Screen("item-costs", "/companies/{company}/item-costs/"),
    Screen("item-costs-import", "/companies/{company}/item-costs/import/"),
    Screen("api-tokens", "/companies/{company}/api-tokens/"),
    Screen("api-documentation", "/api/documentation/"),
    Screen("company-change-log", "/companies/{company}/change-log/"),
    # Invoices
    Screen("invoice-settings", f"{_INVOICES}/"),
    Screen("channel-preferences", f"{_INVOICES}/channels/"),
    Screen("channel-template", f"{_INVOICES}/template/"),
    Screen("invoice-pictures", f"{_INVOICES}/pictures/"),
    Screen("word-templates", f"{_INVOICES}/word/"),
    # Data
    Screen("data-retention", "/companies/{company}/data-retention/"),
    Screen("customer-data", "/companies/{company}/customer-data/"),
    # People and the machine
    Screen("manage-employees", "/employees/"),
    Screen("employee", "/employees/{user}/"),
    Screen("employee-new", "/employees/new/"),
    Screen("system", "/system/"),
    Screen("django-admin", "/admin/"),
]
