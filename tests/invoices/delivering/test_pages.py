"""Printing and e-mailing from the order and from the list."""

import re

from django.core import mail

from invoices.models import IssuedDocument
from jobs.models import Job, JobStatus
from jobs.run_job import run_job
from orders.importing.intake import receive
from orders.models import Order
from tests.factories import a_customer, a_store_order
from tests.invoices.pdf_texts import text_of


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
