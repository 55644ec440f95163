"""axe-core on every page there is: nothing serious, at desk width in light and on a phone in dark.

A new URL is walked by itself, since `tests/urls/` knows them all.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page

from tests.factories import a_user
from tests.urls.rules import RULES
from tests.urls.world import World, world  # noqa: F401 - a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SERIOUS = ("serious", "critical")
# What axe is asked for: WCAG 2.2 at level AA, and its own good practice.
OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Not pages: files, JSON, parts of pages, and what only leads elsewhere.
LEADS_ELSEWHERE = {"account_logout", "account_signup", "company_last", "view_counts"}
# An open menu lies over what is below it; each is looked at alone.
NOT_MENUS = "details:not(.menu)"
# Numbers the controls that a person can see, in the order of the page; of radio buttons with one
# name the keyboard stops at one alone.
MARK_CONTROLS = """() => {
    const groups = new Set();
    const all = [...document.querySelectorAll(
        "a[href], button, input:not([type=hidden]), select, textarea, summary"
    )];
    return all
        .filter((one) => one.checkVisibility() && !one.disabled)
        .filter((one) => one.type !== "radio" || !(groups.has(one.name) || !groups.add(one.name)))
        .map((one, number) => (one.dataset.control = String(number)));
}"""
LOOKS: dict[str, Any] = {
    "desk, light": {"viewport": {"width": 1440, "height": 900}, "color_scheme": "light"},
    "phone, dark": {"viewport": {"width": 400, "height": 850}, "color_scheme": "dark"},
}


@pytest.fixture(params=LOOKS)
def page(request, browser: Browser, world: World, live_server) -> Iterator[Page]:  # noqa: F811
    """A page in which a Client Admin is signed in."""
    context = browser.new_context(base_url=live_server.url, **LOOKS[request.param])
    client = Client()
    client.force_login(a_user(world.ours, username="kim"))
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    yield context.new_page()
    context.close()


def test_axe_finds_nothing_serious_on_any_page(page: Page, world: World):  # noqa: F811
    axe, found, walked = Axe(), defaultdict[str, list[str]](list), 0
    for name in sorted(RULES):
        if RULES[name].method != "get" or name in LEADS_ELSEWHERE:
            continue
        if not _opens(page, world.path(name, world.ours)):
            continue
        walked += 1
        for problem in [*_problems(page, axe), *_overflow(page)]:
            found[problem].append(name)
    assert dict(found) == {}
    assert walked > 35


def test_axe_finds_nothing_serious_in_an_open_menu(page: Page, world: World):  # noqa: F811
    axe, found, walked = Axe(), dict[str, list[str]](), 0
    for name in ("order_list", "order_detail", "company_detail"):
        page.goto(world.path(name, world.ours))
        menus = page.locator("details.menu > summary")
        assert menus.count() > 0
        for number in range(menus.count()):
            _open_folds(page)  # Escape shuts those as well
            if not menus.nth(number).is_visible():
                continue  # folded away on the phone
            walked += 1
            menus.nth(number).click()
            problems = _problems(page, axe, inside=".menu[open]")
            if problems:
                found[f"{name}, menu {number}"] = problems
            page.keyboard.press("Escape")
    assert found == {}
    assert walked >= 5


@pytest.mark.parametrize("name", ["home", "order_list", "order_detail", "website_general"])
def test_every_control_of_a_page_is_reached_by_tab_in_the_order_of_reading(
    page: Page,
    world: World,  # noqa: F811
    name: str,
):
    page.goto(world.path(name, world.ours))
    page.wait_for_load_state("networkidle")  # counts of views come by a request of their own
    wanted = page.evaluate(f"({MARK_CONTROLS})()")
    assert len(wanted) > 5
    met = []
    for _ in wanted:
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.dataset.control"))
    assert met == wanted


def _overflow(page: Page) -> list[str]:
    """One sentence when a page scrolls sideways."""
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return ["scrolls sideways"] if too_wide else []


def _opens(page: Page, path: str) -> bool:
    """Whether there is an HTML page at `path`; a download is none."""
    answer = page.request.get(path)
    if "text/html" not in answer.headers.get("content-type", "") or answer.status != 200:
        return False
    page.goto(path)
    _open_folds(page)
    return True


def _open_folds(page: Page) -> None:
    page.evaluate(f"document.querySelectorAll('{NOT_MENUS}').forEach((one) => (one.open = true))")


def _problems(page: Page, axe: Axe, inside: str | None = None) -> list[str]:
    """Serious findings on the page or `inside` a part of it, each with its element.

    An open menu covers what lies under it; the rest of the page is judged while menus are shut.
    """
    return [
        f"{finding['id']}: {node['html'][:160]}"
        for finding in axe.run(page, context=inside, options=OPTIONS).response["violations"]
        if finding["impact"] in SERIOUS
        for node in finding["nodes"]
    ]
