"""A company whose store is a fake, with an order of which a package has left."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from orders.fulfilment.website_updates import enqueue_shipment
from orders.models import Package
from settings.models import Company
from stores.delivery import deliver_changes
from stores.models import OutgoingChange, StoreState
from tests.factories import PAID, SHIPPED, a_company, a_package, a_store_order, an_order
from tests.fakes import FakeStore


class Warehouse:
    """Packages in, deliveries out."""

    def __init__(self, company: Company, store: FakeStore) -> None:
        self.company = company
        self.store = store

    def ship(self, number: str = "97", tracking: str = "1Z1", **fields) -> Package:
        """Import the order of this number, pack all of it and enqueue it."""
        order = an_order(self.company, number, **fields)
        self.store.put(a_store_order(number, **fields))
        package = a_package(order, tracking)
        enqueue_shipment(package)
        return package

    def deliver(self) -> None:
        """Deliver what is due, however long the pauses are."""
        deliver_changes(self.company.pk)

    def later(self) -> None:
        """All waiting times pass, then what is due is delivered."""
        OutgoingChange.objects.exclude(not_before=None).update(not_before=timezone.now())
        OutgoingChange.objects.exclude(unclear_until=None).update(unclear_until=timezone.now())
        a_second_ago = timezone.now() - timedelta(seconds=1)
        StoreState.objects.exclude(paused_until=None).update(paused_until=a_second_ago)
        deliver_changes(self.company.pk)


@pytest.fixture
def warehouse(db, fake_store: FakeStore) -> Warehouse:
    """A company that may upload tracking and sets “Complete” when all is shipped."""
    fake_store.listed_statuses = [PAID, SHIPPED]
    company = a_company(allow_tracking_upload=True)
    return Warehouse(company, fake_store)


@pytest.fixture
def change_of() -> Callable[[Package], OutgoingChange]:
    """The change that tells of a package, as it stands now."""
    return lambda package: OutgoingChange.objects.get(key=f"shipment:{package.pk}")
