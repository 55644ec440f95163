"""Configure PDF Invoices, step by step, in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from invoices.models import ChannelPreference, IssuedDocument
from orders.importing.intake import receive
from orders.models import Order
from tests.factories import a_store_order

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


def test_a_channel_gets_its_invoice_type_and_an_order_is_printed(page: Page, shop):
    receive(shop, [a_store_order("97")])
    order = Order.objects.get()
    page.goto(f"/companies/{shop.pk}/")
    page.click("summary:has-text('Toolbox')")
    page.click("a:text-is('Invoice Settings')")
    expect(page.locator("#preview img")).to_be_visible()
    page.click("text=Per channel preferences")
    page.fill("[name=q]", "Website")
    page.click("button:text-is('Find')")
    page.click("a:has-text('Edit')")
    page.select_option("[name=website-choice]", "channel_specific")
    page.click("button:text-is('Save')")
    expect(page.locator(".notice-success")).to_contain_text("The preferences were saved.")
    assert ChannelPreference.objects.get().invoice_type == "channel_specific"
    page.goto(f"/orders/{order.pk}/documents/")
    page.request.post(
        f"/orders/{order.pk}/documents/invoice/",
        headers={"Referer": page.url},
        form={"csrfmiddlewaretoken": page.input_value("[name=csrfmiddlewaretoken] >> nth=0")},
    )
    page.reload()
    expect(page.locator("tbody a")).to_have_text(IssuedDocument.objects.get().number)


def test_the_preview_follows_the_form(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/invoice-settings/?edit=1")
    before = page.get_attribute("#preview img", "src")
    page.select_option("[name=paper]", "thermal")
    if page.evaluate("typeof htmx === 'undefined'"):
        page.click("button:text-is('Preview')")
    page.wait_for_function(
        "before => document.querySelector('#preview img').src !== before", arg=before
    )


def test_a_template_is_written_and_a_mistake_told_with_its_line(page: Page, shop):
    page.goto(f"/companies/{shop.pk}/invoice-settings/template/")
    editor = page.locator(".ace_editor").first
    template = "<p>\n{{ totl }}"
    if page.evaluate("typeof ace === 'undefined'"):
        page.fill("[name=html]", template)
    else:
        expect(editor.locator(".ace_gutter-cell").nth(1)).to_have_text("2")
        expect(editor.locator(".ace_tag-name").first).to_be_visible()
        page.click("label:text-is('HTML')")
        page.keyboard.press("Control+A")
        page.keyboard.insert_text(template)
        page.keyboard.press("Escape")  # who works by keys gets out again
        page.keyboard.press("Tab")
        assert not editor.evaluate("editor => editor.contains(document.activeElement)")
    page.click("button:text-is('Preview')")
    expect(page.locator("#preview")).to_contain_text(
        "in line 2 (“{{ totl }}”): 'totl' is undefined"
    )
    assert page.input_value("[name=html]").replace("\r", "") == template
