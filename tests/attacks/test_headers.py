"""Nothing that was made for a person stays behind in a browser, a proxy, a log or a spreadsheet."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.csv_text import harmless
from core.tracing import RefusalsInOneLine
from orders.models import Order
from tests.factories import a_job, a_user, an_order
from tests.test_security import manage

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(company) -> Order:
    return an_order(company, "97")


def test_no_cache_keeps_pages_and_files_with_customers_data(staff, company, order):
    job = a_job(company, result={"rows": [{"name": "Ana"}]})
    paths = [
        reverse("home"),
        reverse("order_list"),
        reverse("order_detail", args=[order.pk]),
        reverse("order_document", args=[order.pk]),
        reverse("job_result", args=[job.pk]),
        reverse("company_change_log", args=[company.pk]),
        "/orders/0/",
    ]
    for path in paths:
        assert "no-store" in staff.get(path)["Cache-Control"], path
    assert "no-store" in Client().get("/api/v1/orders")["Cache-Control"]


def test_htmx_keeps_no_pages_either(staff):
    assert '"historyCacheSize": 0' in staff.get(reverse("home")).content.decode()


def test_other_sites_and_devices_are_shut_out(staff):
    page = staff.get(reverse("company_list"))
    assert "camera=()" in page["Permissions-Policy"]
    assert page["Cross-Origin-Opener-Policy"] == "same-origin"
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"


def test_hsts_binds_no_other_host_until_somebody_asks():
    question = (
        "from django.conf import settings as s; "
        "print(s.SECURE_HSTS_PRELOAD, s.SECURE_HSTS_INCLUDE_SUBDOMAINS)"
    )
    shell = ("shell", "-v", "0", "-c", question)
    assert manage(*shell).stdout.split() == ["False", "False"]
    asked = manage(*shell, HSTS_PRELOAD="true", HSTS_SUBDOMAINS="true")
    assert asked.stdout.split() == ["True", "True"]


def test_a_refused_access_is_one_line_of_the_log():
    try:
        raise PermissionDenied("You do not have the right.")
    except PermissionDenied as error:
        caught = (type(error), error, error.__traceback__)
    record = logging.LogRecord("d", logging.WARNING, "", 1, "Forbidden: %s", ("/x/",), caught)
    assert RefusalsInOneLine().filter(record)
    line = logging.Formatter("%(message)s").format(record)
    assert line == "Forbidden: /x/: You do not have the right."


def test_the_log_has_that_filter(settings, company):
    assert "refusals" in settings.LOGGING["handlers"]["console"]["filters"]
    browser = Client()
    browser.force_login(a_user(company, roles=("View",)))
    assert browser.get(reverse("website_general", args=[company.pk])).status_code == 403


@pytest.mark.parametrize(
    "text",
    [
        "\n=1+1",
        " =1+1",
        "  +1",
        "\u00a0=1",
        "＝1+1",
        "＋1",
        "－1",
        "＠SUM(A1)",
        "\r@x",
        "\t-1",
        "=1",
    ],
)
def test_no_cell_is_a_formula(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Ana", "12 = 12", "'quoted", " Ana"])
def test_other_texts_stay(text):
    assert harmless(text) == text
