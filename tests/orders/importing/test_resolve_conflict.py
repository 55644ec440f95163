"""A person says that a disagreement with the store is resolved."""

from orders.importing.resolve_conflict import resolve_conflict
from orders.models import ConflictKind, OrderConflict, OrderEvent
from tests.factories import a_user, an_order


def test_it_is_noted_once_with_who_and_on_the_timeline(company):
    order, kim = an_order(company), a_user(company)
    conflict = OrderConflict.objects.create(
        order=order, kind=ConflictKind.LINES_CHANGED, message="The store changed the items."
    )
    assert resolve_conflict(conflict, by=kim)
    assert not resolve_conflict(conflict, by=kim)
    conflict.refresh_from_db()
    assert conflict.settled_by == kim
    told = OrderEvent.objects.filter(order=order, kind="settled").values_list("message", flat=True)
    assert list(told) == ["Resolved: Items changed after shipping."]
