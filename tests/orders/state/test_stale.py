"""Two people edit one order: the second is told what happened meanwhile."""

import pytest

from orders.models import EventKind, Order, OrderEvent
from orders.state.stale import ChangedMeanwhile, newest_event, refuse_if_changed
from tests.factories import a_company, a_user, an_order


@pytest.fixture
def order(db) -> Order:
    return an_order(a_company())


@pytest.fixture
def kim(order):
    return a_user(order.company, username="kim")


@pytest.fixture
def jo(order):
    return a_user(order.company, username="jo")


def happened(order: Order, kind: EventKind, by=None) -> None:
    OrderEvent.objects.create(order=order, kind=kind, by=by, message=f"{kind.label} happened.")


def test_what_others_changed_since_the_page_was_opened_is_told_oldest_first(order, kim, jo):
    seen = newest_event(order)
    happened(order, EventKind.EDITED, jo)
    happened(order, EventKind.STORE_CHANGED)
    with pytest.raises(ChangedMeanwhile) as told:
        refuse_if_changed(order, seen, by=kim)
    assert [event.by for event in told.value.events] == [jo, None]


def test_what_one_changed_oneself_is_no_news(order, kim):
    seen = newest_event(order)
    happened(order, EventKind.EDITED, kim)
    refuse_if_changed(order, seen, by=kim)


@pytest.mark.parametrize("kind", [EventKind.NOTE, EventKind.INVOICE, EventKind.WEBSITE])
def test_what_changes_nothing_that_a_form_edits_is_no_news(order, kim, jo, kind):
    seen = newest_event(order)
    happened(order, kind, jo)
    refuse_if_changed(order, seen, by=kim)


def test_a_page_that_saw_the_change_may_save(order, kim, jo):
    happened(order, EventKind.EDITED, jo)
    refuse_if_changed(order, newest_event(order), by=kim)


def test_bulk_work_has_no_form(order, kim, jo):
    happened(order, EventKind.EDITED, jo)
    refuse_if_changed(order, None, by=kim)


def test_an_order_without_events_has_seen_nothing(order):
    order.events.all().delete()
    assert newest_event(order) == 0
