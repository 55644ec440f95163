"""B17: the store deletes an order before its tracking number is sent."""

from stores.models import ChangeState
from tests.stores.conftest import change_of, warehouse

__all__ = ["change_of", "warehouse"]


def test_the_parcel_stays_here_and_the_outbox_says_why(warehouse, change_of):
    package = warehouse.ship()
    del warehouse.store.orders["97"]
    warehouse.deliver()
    change = change_of(package)
    assert change.state == ChangeState.STUCK
    assert change.last_error == "The store has no order of this number any more."
    package.refresh_from_db()
    assert package.confirmed_at is not None
    assert not package.is_source_notified
    assert warehouse.store.writes == []
