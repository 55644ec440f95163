"""The next item is on its way while this one is being worked on."""

import threading

import pytest

from orders.importing.reading.read_ahead import one_ahead


def test_items_come_in_their_order():
    assert list(one_ahead(iter(range(5)))) == [0, 1, 2, 3, 4]
    assert list(one_ahead(iter([]))) == []


def test_the_next_one_is_asked_for_before_this_one_is_done():
    asked = threading.Event()

    def items():
        yield 1
        asked.set()
        yield 2

    ahead = one_ahead(items())
    assert next(ahead) == 1
    assert asked.wait(5)


def test_an_error_comes_where_its_item_would_have():
    def items():
        yield 1
        raise LookupError("gone")

    ahead = one_ahead(items())
    assert next(ahead) == 1
    with pytest.raises(LookupError, match="gone"):
        next(ahead)
