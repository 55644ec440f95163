"""Invoice Settings with a preview, and Per channel preferences."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from invoices.issuing.order_facts import settings_of
from invoices.models import ChannelPreference, IssuedDocument, WordTemplate
from invoices.templates.word_starters import classic
from tests.invoices.pdf_texts import settings_url, text_of


def fields_of(form) -> dict[str, object]:
    return {name: form[name].value() for name in form.fields if form[name].value() is not False}


def test_settings_are_previewed_without_saving_then_saved(shop, order, staff):
    form = staff.get(settings_url(shop, "?edit=1")).context["form"]
    changed = {**fields_of(form), "paper": "letter", "language": "de"}
    page = staff.post(settings_url(shop), {**changed, "preview": "1"})
    assert "data:image/png;base64," in page.content.decode()
    assert page.context["preview"].order == str(order.pk)
    assert settings_of(shop).paper == "a4"
    staff.post(settings_url(shop), changed)
    assert (settings_of(shop).paper, settings_of(shop).language) == ("letter", "de")


def test_a_preview_of_an_order_that_is_not_here_says_so(shop, order, staff):
    page = staff.get(settings_url(shop, "?preview_order=4711"))
    assert "has no order 4711." in page.content.decode()


@pytest.mark.parametrize("choice", ["standard", "channel_specific", "word", "plugin:Typst"])
def test_each_kind_prints_the_same_order(shop, order, staff, settings, choice):
    settings.INVOICE_PLUGINS = {"Typst": "docs.examples.typst_invoice.TypstInvoice"}
    upload = SimpleUploadedFile("classic.docx", classic())
    staff.post(settings_url(shop, "word/"), {"name": "Classic", "file": upload})
    template = WordTemplate.objects.get()
    chosen = {"website-choice": choice, "website-word_template": template.pk}
    staff.post(settings_url(shop, "channels/"), chosen)
    assert ChannelPreference.objects.get().invoice_type == choice.partition(":")[0]
    answer = staff.post(f"/orders/{order.pk}/documents/invoice/")
    pdf = staff.get(answer["Location"]).content
    for words in ("T-shirt", "29.50", "Harbour & Pine", IssuedDocument.objects.get().number):
        assert words in text_of(pdf)


def test_word_to_pdf_without_a_template_is_refused(shop, staff):
    page = staff.post(settings_url(shop, "channels/"), {"website-choice": "word"})
    assert "Choose the Word template, or upload one first." in page.content.decode()
    assert not ChannelPreference.objects.exists()
