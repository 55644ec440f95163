"""The timeline in pages, newest first, perhaps of one kind."""

import pytest

from orders.models import EventKind, Order, OrderEvent
from orders.state.timeline import EVENTS_PER_PAGE, timeline_of
from tests.factories import a_company, an_order


@pytest.fixture
def order(db) -> Order:
    order = an_order(a_company())
    order.events.all().delete()
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order=order,
            kind=EventKind.NOTE if number % 2 else EventKind.PAYMENT,
            message=f"{number}",
        )
        for number in range(2 * EVENTS_PER_PAGE + 1)
    )
    return order


def test_the_pages_follow_each_other_to_the_end(order, django_assert_num_queries):
    seen: list[str] = []
    query: dict[str, str] = {}
    for is_first in (True, False, False):
        with django_assert_num_queries(1):
            page = timeline_of(order, query)
        assert page.is_first == is_first
        seen += [event.message for event in page.events]
        query = {"before": str(page.older)}
    assert page.older is None
    assert seen == [str(number) for number in reversed(range(2 * EVENTS_PER_PAGE + 1))]


def test_one_kind_alone(order):
    page = timeline_of(order, {"kind": "note"})
    assert {event.kind for event in page.events} == {"note"}
    assert page.older is None


@pytest.mark.parametrize("query", [{"kind": "dragon"}, {"before": "soon"}, {"before": "-1"}])
def test_what_an_address_cannot_mean_counts_as_not_asked(order, query):
    page = timeline_of(order, query)
    assert page.kind == ""
    assert len(page.events) == EVENTS_PER_PAGE
    assert page.is_first
