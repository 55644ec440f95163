"""A refund on its way to the store: nothing is lost, the order shows it, *Send again* works."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from orders.models import Order
from orders.refunds.issue_refund import issue_refund
from stores.delivery import deliver_changes
from stores.errors import StoreRefused, StoreUnavailable
from stores.models import ChangeState, OutgoingChange, StoreState
from tests.factories import CANCELLED, PAID, a_store_order, a_user
from tests.fakes import FakeStore
from tests.orders.conftest import wanted


@pytest.fixture
def store(fake_store: FakeStore, order: Order) -> FakeStore:
    """The store with the order in it; a full refund gets the status “Canceled”."""
    fake_store.listed_statuses = [PAID, CANCELLED]
    fake_store.put(a_store_order("97"))
    uploads = order.company.connection.status_uploads
    uploads.on_full_refund = "I"
    uploads.save()
    return fake_store


@pytest.fixture
def staff(order: Order) -> Client:
    browser = Client()
    browser.force_login(a_user(order.company, username="kim"))
    return browser


@pytest.fixture
def refunded(store: FakeStore, order: Order) -> Order:
    issue_refund(order, wanted(order), by=a_user(order.company, username="lee"))
    return order


def later(order: Order) -> None:
    """All waiting times pass, then what is due is delivered."""
    OutgoingChange.objects.exclude(not_before=None).update(not_before=timezone.now())
    a_second_ago = timezone.now() - timedelta(seconds=1)
    StoreState.objects.exclude(paused_until=None).update(paused_until=a_second_ago)
    deliver_changes(order.company_id)


def shown(staff: Client, order: Order) -> str:
    return " ".join(staff.get(f"/orders/{order.pk}/").content.decode().split())


def send_again(staff: Client, order: Order) -> None:
    staff.post(f"/refunds/{order.refunds.get().pk}/sending/")
    later(order)


def test_the_store_gets_the_status_and_nothing_else(store, staff, refunded):
    deliver_changes(refunded.company_id)
    assert store.writes == ["status of 97"]
    assert store.orders["97"].status == CANCELLED
    assert store.mails == ["status I of 97"]
    assert "Sent" in shown(staff, refunded)


def test_a_store_that_is_down_gets_it_when_it_is_back(store, staff, refunded):
    store.fails_with = StoreUnavailable("The store does not answer.")
    deliver_changes(refunded.company_id)
    assert OutgoingChange.objects.get().state == ChangeState.WAITING
    assert "Waiting" in shown(staff, refunded)
    assert store.orders["97"].status == PAID
    store.fails_with = None
    later(refunded)
    assert store.orders["97"].status == CANCELLED
    assert OutgoingChange.objects.get().state == ChangeState.SENT


Breaking = Callable[[FakeStore, pytest.MonkeyPatch], None]


def _refuses(store: FakeStore, patch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_named: object) -> None:
        raise StoreRefused("The store refuses the status.")

    patch.setattr(store, "set_status", refuse)


def _ignores(store: FakeStore, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(store, "set_status", lambda *_args, **_named: None)


@pytest.mark.parametrize(
    ("breaking", "reason"),
    [
        (_refuses, "The store refuses the status."),
        (_ignores, "did not take the status “Canceled”"),
    ],
)
def test_what_the_store_refuses_or_ignores_is_shown_and_sent_again(
    store, staff, refunded, breaking: Breaking, reason: str
):
    with pytest.MonkeyPatch.context() as patch:
        breaking(store, patch)
        deliver_changes(refunded.company_id)
        later(refunded)
    assert OutgoingChange.objects.get().state == ChangeState.STUCK
    page = shown(staff, refunded)
    assert reason in page
    assert "Stuck" in page
    assert refunded.refunds.count() == 1
    send_again(staff, refunded)
    assert store.orders["97"].status == CANCELLED
    assert OutgoingChange.objects.get().state == ChangeState.SENT
