"""Orders to print, and storage that goes with the test."""

import pytest
import pytest_django
from django.test import Client

from invoices.drawing import pdf_workers as workers
from orders.importing.intake import receive
from orders.models import Order
from settings.models import Company
from tests.factories import a_company, a_store_order, a_user


@pytest.fixture(autouse=True)
def _own_storage(settings: pytest_django.Settings, tmp_path) -> None:
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture(autouse=True)
def _no_process_is_left():
    yield
    workers._worker_of_one.close()


@pytest.fixture
def shop(db: None) -> Company:
    """A company in Hamburg."""
    company = a_company("Harbour & Pine")
    company.address1, company.city, company.country = "Pier 4", "Hamburg", "DE"
    company.save()
    return company


@pytest.fixture
def order(shop: Company) -> Order:
    """An order over 29.50."""
    receive(shop, [a_store_order("97")])
    return Order.objects.get()


@pytest.fixture
def staff(shop: Company) -> Client:
    """A browser of somebody who works for the shop."""
    browser = Client()
    browser.force_login(a_user(shop, username="kim"))
    return browser
