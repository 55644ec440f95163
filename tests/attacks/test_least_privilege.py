"""Inside a company, too, each person meets only what their rights are for."""

import pytest
from django.test import Client
from django.urls import reverse

from invoices.issuing.issuing import issue_invoices
from invoices.models import IssuedDocument
from jobs.models import Job
from orders.models import Order
from tests.factories import a_job, a_line, a_user, an_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(company) -> Order:
    return an_order(company, "97", lines=(a_line(name="A gift for Zoltan"),))


def browser_of(company, *roles: str) -> Client:
    browser = Client()
    browser.force_login(a_user(company, roles=roles))
    return browser


def test_company_settings_alone_reads_no_raw_document(company, order):
    path = reverse("order_document", args=[order.pk])
    assert browser_of(company, "Company settings").get(path).status_code == 403
    assert browser_of(company, "Company settings", "View").get(path).status_code == 200


@pytest.mark.parametrize("number", ["", "97"])
def test_company_settings_alone_sees_no_customer_in_a_preview(company, order, monkeypatch, number):
    drawn = []

    def draw_nothing(task):
        drawn.append(task.document)
        raise AssertionError("stop here")

    monkeypatch.setattr("invoices.templates.previewing.draw_one", draw_nothing)
    path = reverse("invoice_settings", args=[company.pk])
    browser = browser_of(company, "Company settings")
    if number:
        page = browser.get(path, {"preview_order": number})
        assert "You may not see orders here" in page.content.decode()
        assert drawn == []
    else:
        with pytest.raises(AssertionError, match="stop here"):
            browser.get(path)
        assert drawn
        assert "Zoltan" not in str(drawn)


def test_view_alone_issues_no_credit_note(company, order, monkeypatch):
    issue_invoices(company, [order.pk], by=a_user(company))
    issued = IssuedDocument.objects.count()
    refund = order.refunds.create(reason="Other")
    path = reverse("refund_credit_note", args=[refund.pk])
    assert browser_of(company, "View").post(path).status_code == 403
    assert IssuedDocument.objects.count() == issued


@pytest.mark.parametrize("kind", ["import_orders", "bulk_orders", "erase_customer", "of_old"])
def test_a_member_without_a_role_reads_no_log(company, kind):
    job = a_job(company, kind=kind)
    job.log_lines.create(message="Order 97 of Ana Brandt failed.")
    browser = browser_of(company)
    page = browser.get(reverse("job_detail", args=[job.pk]))
    assert page.status_code == 403
    assert "Brandt" not in page.content.decode()
    assert f"/{job.pk}/" not in browser.get(reverse("job_list")).content.decode()


def test_who_only_ships_reads_no_log_of_the_settings(company):
    job = a_job(company, kind="test_settings")
    path = reverse("job_detail", args=[job.pk])
    assert browser_of(company, "Ship").get(path).status_code == 403
    assert browser_of(company, "Company settings").get(path).status_code == 200
    listed = browser_of(company, "Company settings").get(reverse("job_list"))
    assert list(listed.context["page"]) == [Job.objects.get()]


@pytest.mark.parametrize("role", ["View", "Edit", "Ship", "Initiate Refund", "Client Admin"])
def test_every_link_on_home_may_be_opened(company, order, role):
    browser = browser_of(company, role)
    page = browser.get(reverse("home"))
    for tile in page.context["tiles"]:
        assert browser.get(tile.url).status_code == 200, tile.label
