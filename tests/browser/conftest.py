"""A real Chromium against the real pages."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from settings.models import Company
from tests.factories import a_company, a_user


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium. CHROMIUM names another."""
    # Playwright's event loop makes Django refuse its own, harmless, synchronous queries.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--disable-sync"]
        )
        yield running
        running.close()


@pytest.fixture
def shop(transactional_db: None) -> Company:
    """A connected company."""
    return a_company("Harbour & Pine", allow_order_download=True)


@pytest.fixture
def address(live_server) -> str:
    """Where the pages are served; a test may serve them otherwise."""
    url: str = live_server.url
    return url


@pytest.fixture(params=["with JavaScript", "without JavaScript"])
def page(request, browser: Browser, shop: Company, address: str) -> Iterator[Page]:
    """A page in which somebody of the shop is signed in; errors in its console fail the test."""
    context = browser.new_context(
        base_url=address, java_script_enabled=request.param == "with JavaScript"
    )
    client = Client()
    client.force_login(a_user(shop, username="kim"))
    cookie = client.cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])
    opened = context.new_page()
    opened.set_default_timeout(30_000)  # CI's first page load may be slow
    problems: list[str] = []
    opened.on("console", lambda line: problems.append(line.text) if line.type == "error" else None)
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert problems == []
