"""Invoice Settings in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def test_the_preview_follows_the_form(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/invoice-settings/?edit=1")
    before = page.get_attribute("#preview img", "src")
    page.select_option("[name=paper]", "thermal")
    if page.evaluate("typeof htmx === 'undefined'"):
        page.click("button:text-is('Preview')")
    page.wait_for_function(
        "before => document.querySelector('#preview img').src !== before", arg=before
    )
