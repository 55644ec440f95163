"""A short working day in a fresh bin/demo, so that no screen is empty; by its pages alone."""

import re

from playwright.sync_api import Page

Rows = dict[str, int]

GROUND = "UPS – Ground (UPS_GROUND)"
A_NUMBER = "1Z999AA10123456784"
EXPRESS = "DHL Express – Express Worldwide (DHL_EXPRESS_WORLDWIDE)"


def prepare(page: Page) -> Rows:
    """Map, ship, invoice, hold, return; gives the numbers that the addresses of screens name."""
    company = 1
    _map_methods(page, company)
    shipped = _first_of(page, "/orders/?ready=1")
    _ship(page, shipped)
    _print_invoice(page, shipped)
    complete = _first_of(page, "/orders/?ready=1")
    _ship(page, complete)
    order = _first_of(page, "/orders/?ready=1")
    return {
        "company": company,
        "shipped": shipped,
        "complete": complete,
        "order": order,
        "unpaid": _first_of(page, "/orders/?payment=no_payment"),
        "bulk": _hold_some(page),
        "rma": _return(page, shipped),
        "job": _last_import(page, company),
        "user": _number_in(page, "/employees/", r"/employees/(\d+)/"),
    }


def _map_methods(page: Page, company: int) -> None:
    page.goto(f"/companies/{company}/website/shipping-method-mapping/?edit=1")
    while page.locator("#suggestions button[name=add_proposed]").count():
        page.locator("#suggestions button[name=add_proposed]").first.click()
        page.wait_for_load_state()
    page.get_by_label("Domestic", exact=True).fill(GROUND)
    page.get_by_label("International", exact=True).fill(EXPRESS)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name=re.compile("Apply to unshipped")).click()
    _wait_for_job(page)


def _ship(page: Page, order: int) -> None:
    page.goto(f"/orders/{order}/packages/new/")
    page.get_by_label("Tracking Number").first.fill(A_NUMBER)
    page.get_by_role("button", name="Ship Confirm").click()
    page.wait_for_load_state()
    if page.get_by_text("press the button once more").count():  # it goes by another carrier
        page.get_by_role("button", name="Ship Confirm").click()
    page.wait_for_url(f"**/orders/{order}/")
    for _ in range(30):  # the store hears of it, and its own number comes back
        if "Website shipment" in page.locator("#packages").inner_text():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError("The store was not told within half a minute.")


def _print_invoice(page: Page, order: int) -> None:
    page.goto(f"/orders/{order}/documents/")
    page.locator("form[action$='/documents/invoice/'] button").click()
    page.wait_for_url("**/documents/*/")


def _hold_some(page: Page) -> int:
    page.goto("/orders/?ready=1")
    for number in range(5, 8):
        page.locator("#order_table tbody [type=checkbox]").nth(number).check()
    page.get_by_label("Select an Action").select_option(label="Set On Hold")
    page.get_by_role("button", name="Go", exact=True).click()
    page.get_by_label("Comments").fill("Waits for the new box.")
    page.get_by_role("button", name="Set On Hold").click()
    page.wait_for_url("**/orders/bulk/*/")
    return int(re.findall(r"/bulk/(\d+)/", page.url)[0])


def _return(page: Page, order: int) -> int:
    page.goto(f"/orders/{order}/rma/")
    page.locator("[aria-label^='Return ']").first.check()
    page.get_by_label("Return Reason For All Items").select_option(index=1)
    page.get_by_role("button", name="Create RMA").click()
    page.wait_for_url("**/rmas/*/")
    return int(re.findall(r"/rmas/(\d+)/", page.url)[0])


def _last_import(page: Page, company: int) -> int:
    page.goto(f"/companies/{company}/imports/")
    page.click("button:text-is('Import Orders')")
    page.wait_for_url("**/jobs/*/")
    _wait_for_job(page)
    return int(re.findall(r"/jobs/(\d+)/", page.url)[0])


def _wait_for_job(page: Page) -> None:
    page.wait_for_url("**/jobs/*/")
    page.wait_for_selector("#run-again")


def _first_of(page: Page, list_address: str) -> int:
    page.goto(list_address)
    page.click("#order_table tbody a >> nth=0")
    page.wait_for_url(re.compile(r"/orders/\d+/"))
    return int(re.findall(r"/orders/(\d+)/", page.url)[0])


def _number_in(page: Page, address: str, pattern: str) -> int:
    page.goto(address)
    return int(re.findall(pattern, page.content())[0])
