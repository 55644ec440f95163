"""Small batches are put together while they come quickly."""

import pytest

from orders.importing.reading import batch as batches_module
from orders.importing.reading.batch import Batch, in_larger_batches
from stores.errors import StoreUnavailable
from tests.factories import a_store_order


def a_batch(*numbers: int, walked: int = 0, **fields) -> Batch:
    orders = [a_store_order(str(number)) for number in numbers]
    return Batch(orders, len(orders), walked, 100, **fields)


def numbers_of(batch: Batch) -> list[str]:
    return [order.store_order_id for order in batch.orders]


def test_batches_that_come_quickly_become_one():
    some = [
        a_batch(1, 2, walked=2, same=1, reached=2),
        a_batch(3, walked=3, missing=("9",), reached=3),
    ]
    (one,) = in_larger_batches(some)
    assert numbers_of(one) == ["1", "2", "3"]
    assert (one.listed, one.walked, one.expected) == (3, 3, 100)
    assert (one.same, one.missing, one.reached) == (1, ["9"], 3)


def test_a_large_one_is_handed_on_at_once(monkeypatch):
    monkeypatch.setattr(batches_module, "ORDERS_AT_A_TIME", 2)
    found = list(in_larger_batches([a_batch(1, 2), a_batch(3), a_batch(4), a_batch(5)]))
    assert [numbers_of(one) for one in found] == [["1", "2"], ["3", "4"], ["5"]]


def test_slow_ones_do_not_wait_for_each_other(monkeypatch):
    monkeypatch.setattr(batches_module, "SECONDS_TO_WAIT", 0.0)
    assert len(list(in_larger_batches([a_batch(1), a_batch(2)]))) == 2


def test_what_came_before_a_failure_is_handed_on_first():
    def failing():
        yield a_batch(1)
        raise StoreUnavailable("down")

    found: list[Batch] = []
    with pytest.raises(StoreUnavailable):
        found.extend(in_larger_batches(failing()))
    assert numbers_of(next(in_larger_batches(failing()))) == ["1"]


def test_nothing_stays_nothing():
    assert list(in_larger_batches([])) == []
