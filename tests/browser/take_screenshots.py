"""Take screenshots of every page of a running demo, at desk and phone width.

Run by hand beside bin/demo: python tests/browser/take_screenshots.py ADDRESS PASSWORD FOLDER
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

WIDTHS = {"1440": (1440, 900), "400": (400, 850)}


def main() -> None:
    """Walk the pages and save one picture each."""
    address, password, folder = sys.argv[1].rstrip("/"), sys.argv[2], Path(sys.argv[3])
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
            args=["--no-sandbox", "--disable-gpu"],
        )
        for name, (width, height) in WIDTHS.items():
            for scheme in ("light", "dark"):
                context = browser.new_context(
                    viewport={"width": width, "height": height}, color_scheme=scheme
                )
                _walk(context.new_page(), address, password, folder, f"{name}-{scheme}")
                context.close()
        browser.close()


def _walk(page: Page, address: str, password: str, folder: Path, suffix: str) -> None:
    def save(name: str) -> None:
        page.wait_for_load_state()
        page.screenshot(path=folder / f"{name}-{suffix}.png")
        overflow = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if overflow > 0:
            sys.stderr.write(f"{name}-{suffix} is {overflow} px too wide\n")

    page.goto(f"{address}/accounts/login/")
    save("login")
    page.goto(f"{address}/accounts/password/reset/")
    save("password-reset")
    page.goto(f"{address}/accounts/login/")
    page.fill("[name=login]", "demo")
    page.fill("[name=password]", password)
    page.click("button[type=submit]")
    page.wait_for_selector(".tiles")
    save("home")
    page.goto(f"{address}/orders/")
    save("manage-orders")
    page.click("#order_table tbody a >> nth=0")
    save("order-details")
    page.click("text=Change Log")
    save("order-change-log")
    for name, path in _PAGES.items():
        page.goto(f"{address}{path}")
        save(name)
    page.goto(f"{address}/companies/new/")
    page.fill("[name=name]", "Fjord Goods")
    page.click("text=Next")
    save("create-company-address")
    page.goto(f"{address}/accounts/second-factor/totp/activate/")
    page.fill("[name=password]", password)
    page.click("button:text-is('Confirm')")
    page.wait_for_selector(".qr")
    save("second-factor-secret")
    page.goto(f"{address}/companies/1/website/general/")
    page.click("summary:has-text('Toolbox')")
    save("toolbox")
    page.click("summary:has-text('Actions')")
    save("actions")
    page.click("text=Test Settings")
    page.wait_for_selector(".findings li:nth-child(9)")
    save("test-settings")
    _shipping_mapping(page, f"{address}/companies/1/website/shipping-method-mapping/", save)
    page.goto(f"{address}/companies/1/website/order-statuses/")
    save("order-statuses")
    page.goto(f"{address}/companies/1/website/order-statuses/?edit=1")
    save("order-statuses-edit")
    page.click("header summary")
    save("profile-menu")
    page.goto(f"{address}/companies/1/website/general/")
    page.click("summary:has-text('Actions')")
    page.click("a:text-is('Import Orders')")
    save("import-orders")
    page.fill("[name=numbers]", "1 2 3 97 100 9999")
    page.check("[value=numbers]")
    page.click("text=Preview")
    page.wait_for_selector("#import_preview .grid")
    save("import-preview")
    page.goto(f"{address}/companies/1/reconciliation/")
    page.click("form button:text-is('Reconcile Orders')")
    page.wait_for_selector("#reconciliation_result h2")
    save("reconciliation-result")
    page.goto(f"{address}/companies/1/reconciliation/")
    save("reconciliation")
    page.goto(f"{address}/companies/1/website/general/?edit=1")
    page.click("button:has-text('What if')")
    page.wait_for_selector("#what_if .figures")
    page.locator("#what_if").scroll_into_view_if_needed()
    save("what-if")
    page.goto(f"{address}/orders/whereabouts/?company=1&number=9999")
    page.click("text=Ask the store")
    page.wait_for_selector("text=Ask again")
    save("whereabouts")
    page.goto(f"{address}/companies/1/imports/")
    page.click("button:text-is('Import Orders')")
    page.wait_for_url("**/jobs/*/")
    page.wait_for_selector(".figures div:nth-child(2)")
    save("job-running")
    page.wait_for_selector("#run-again")
    save("job-finished")
    page.goto(f"{address}/jobs/")
    save("manage-queued-jobs")


def _shipping_mapping(page: Page, address: str, save: Callable[[str], None]) -> None:
    page.goto(address)
    save("shipping-mapping")
    page.goto(f"{address}?edit=1")
    while page.locator("#suggestions button[name=add_proposed]").count():
        page.locator("#suggestions button[name=add_proposed]").first.click()
    page.click("text=Preview")
    page.wait_for_selector("#mapping_preview > *")
    save("shipping-mapping-edit")
    page.click("button:text-is('Save')")
    save("shipping-mapping-saved")
    page.goto(f"{address}import/")
    table = b"Website Method Name,Shipping code\nOwl,UPS_GRUOND\nowl,UPS_GROUND\n"
    page.set_input_files(
        "[type=file]", {"name": "owl.csv", "mimeType": "text/csv", "buffer": table}
    )
    save("shipping-mapping-import")
    page.click("text=Check the file")
    save("shipping-mapping-report")
    page.goto(f"{address.split('/companies')[0]}/orders/?needs_method=1")
    page.click("#order_table tbody a >> nth=0")
    page.click("text=Edit the shipping method")
    save("order-shipping-method")


_PAGES = {
    "orders-left-out": "/orders/left-out/",
    "raw-document": "/orders/1/document/",
    "manage-companies": "/companies/",
    "create-company": "/companies/new/",
    "company-details": "/companies/1/",
    "company-details-edit": "/companies/1/?edit=1",
    "deactivation": "/companies/1/deactivation/",
    "website-general": "/companies/1/website/general/",
    "website-general-edit": "/companies/1/website/general/?edit=1",
    "cart-general": "/companies/1/website/cart-general/",
    "cart-general-edit": "/companies/1/website/cart-general/?edit=1",
    "company-change-log": "/companies/1/change-log/",
    "manage-employees": "/employees/",
    "employee": "/employees/1/",
    "employee-edit": "/employees/1/?edit=1",
    "employee-new": "/employees/new/",
    "notices": "/notices/",
    "change-password": "/accounts/password/change/",
    "second-factor": "/accounts/second-factor/",
    "django-admin": "/admin/",
}


if __name__ == "__main__":
    main()
