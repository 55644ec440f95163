"""A real Chromium against the real pages."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.signals import request_finished, request_started
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


class RequestsUnderWay:
    """Counts the requests that the test's own server is answering."""

    def __init__(self) -> None:
        self._count, self._changed = 0, threading.Condition()
        request_started.connect(self._begin)
        request_finished.connect(self._end)

    def _begin(self, **_: Any) -> None:
        with self._changed:
            self._count += 1

    def _end(self, **_: Any) -> None:
        with self._changed:
            self._count -= 1
            self._changed.notify_all()

    def wait_for_end(self) -> None:
        """Until none is left; ten seconds at most."""
        with self._changed:
            self._changed.wait_for(lambda: self._count <= 0, timeout=10)

    def stop(self) -> None:
        """Count no more."""
        request_started.disconnect(self._begin)
        request_finished.disconnect(self._end)


@pytest.fixture
def shop(transactional_db: None) -> Iterator[Company]:
    """A connected company.

    Afterwards, requests that a closed page left behind are waited for: emptying the tables under
    them is a deadlock.
    """
    under_way = RequestsUnderWay()
    yield a_company("Harbour & Pine", allow_order_download=True)
    under_way.wait_for_end()
    under_way.stop()


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
