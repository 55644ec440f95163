"""Invoice Settings, the five steps of the reference, printing from the order and from the list."""

import re
from io import BytesIO

import pypdf
import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from invoices.issuing.reading import settings_of
from invoices.models import ChannelPreference, ChannelTemplate, IssuedDocument, WordTemplate
from invoices.templates.word_starters import classic
from jobs.models import Job, JobStatus
from jobs.running import run_job
from orders.importing.intake import receive
from orders.models import Order
from tests.factories import a_customer, a_store_order, a_user


@pytest.fixture
def staff(shop) -> Client:
    browser = Client()
    browser.force_login(a_user(shop, username="kim"))
    return browser


def settings_url(shop, rest: str = "") -> str:
    return f"/companies/{shop.pk}/invoice-settings/{rest}"


def fields_of(form) -> dict[str, object]:
    return {name: form[name].value() for name in form.fields if form[name].value() is not False}


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)


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


def test_a_template_is_versioned_reset_and_brought_back(shop, staff):
    url = settings_url(shop, "template/")
    page = staff.post(url, {"html": "<p>\n{% for %}", "css": ""}).content.decode()
    assert "Line 2 of the template" in page
    staff.post(url, {"html": "<p>{{ number }}</p>", "css": "", "note": "Short"})
    staff.post(url, {"reset": "1"})
    staff.post(f"{url}versions/1/")
    versions = ChannelTemplate.objects.order_by("version").values_list("note", "html")
    assert [note for note, _ in versions] == [
        "Short",
        "Reset to the Standard Invoice",
        "Version 1 again",
    ]
    assert versions[2][1] == versions[0][1]


def test_many_are_printed_by_a_job_into_one_file(shop, staff):
    receive(shop, [a_store_order(str(number)) for number in (1, 2, 3)])
    ids = [str(pk) for pk in Order.objects.values_list("pk", flat=True)]
    answer = staff.post("/orders/printing/", {"action": "print_invoices", "order": ids})
    job = Job.objects.get()
    assert answer["Location"] == f"/jobs/{job.pk}/"
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.counts) == (JobStatus.COMPLETED, {"printed": 3})
    with job.result_file.open("rb") as file:
        text = text_of(file.read())
    numbers = re.findall(r"\d{4}-\d{6}", text)
    assert sorted(set(numbers)) == sorted(IssuedDocument.objects.values_list("number", flat=True))
    assert set(Order.objects.values_list("invoice_printed_count", flat=True)) == {1}


def test_an_order_that_cannot_be_printed_is_named_and_the_others_are_printed(shop, staff):
    receive(shop, [a_store_order(str(number)) for number in (1, 2)])
    Order.objects.filter(store_order_id="1").update(order_status="cancelled")
    ids = [str(pk) for pk in Order.objects.values_list("pk", flat=True)]
    staff.post("/orders/printing/", {"action": "print_invoices_zip", "order": ids})
    job = Job.objects.get()
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.counts) == (JobStatus.PARTIAL_SUCCESS, {"printed": 1, "failed": 1})
    assert "there is nothing to invoice" in job.result["rows"][0]["Why not"]
    assert job.result_name.endswith(".zip")


def test_an_invoice_is_emailed_and_logged(shop, order, staff):
    staff.post(f"/orders/{order.pk}/documents/email/")
    run_job(Job.objects.get(kind="email_invoices").pk)
    (message,) = mail.outbox
    number = IssuedDocument.objects.get().number
    assert (message.to, message.subject) == (["ana@example.com"], f"Your invoice {number}")
    assert "Dear Ana Brandt" in message.body
    assert message.attachments[0][1].startswith(b"%PDF")
    assert order.events.filter(message__contains="was e-mailed to ana@example.com").exists()


def test_many_are_asked_about_before_customers_get_mail(shop, order, staff):
    receive(shop, [a_store_order("98", customer=a_customer(email=""))])
    ids = [str(pk) for pk in Order.objects.values_list("pk", flat=True)]
    page = staff.post("/orders/emailing/", {"order": ids}).content.decode()
    assert "2 orders will be e-mailed" in page
    assert not Job.objects.exists()
    staff.post("/orders/emailing/", {"order": ids, "confirmed": "1"})
    run_job(Job.objects.get().pk)
    assert Job.objects.get().counts == {"sent": 1, "failed": 1}
    assert len(mail.outbox) == 1
