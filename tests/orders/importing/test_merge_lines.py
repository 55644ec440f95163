"""The store's lines after work began: facts stay, the rest follows, and the same twice is once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.importing.intake.merge_lines import has_facts, merged, told_quantity, vanished
from orders.models import OrderLine


def a_line(quantity: int, *, number: str = "11", told: int | None = None, **facts: int):
    return OrderLine(
        store_line_id=number, quantity=quantity, store_quantity=told, name="Lamp", **facts
    )


def after(line: OrderLine, told: int) -> int:
    """How many pieces of `line` count once the store says `told`."""
    (result,) = merged([line], [a_line(told)])
    assert result.store_quantity == told
    return result.quantity


@pytest.mark.parametrize(
    ("line", "told", "counts"),
    [
        (a_line(5, told=5), 3, 3),  # nothing was done: it follows the store
        (a_line(5, told=5), 8, 8),
        (a_line(5, told=5, packed_quantity=4), 2, 4),  # what is packed stays
        (a_line(5, told=5, refunded_quantity=2), 3, 5),  # the store took out what we refunded
        (a_line(5, told=5, refunded_quantity=2), 2, 4),  # ... and one more
        (a_line(5, told=3, refunded_quantity=2), 3, 5),  # it said so before: nothing new
        (a_line(5, told=5, refunded_quantity=2), 6, 6),
        (a_line(5, told=None), 4, 4),  # a line from before it was kept
        (a_line(3, told=3, packed_quantity=1, shipped_quantity=1), 0, 1),
    ],
)
def test_what_counts_when_the_store_names_other_pieces(line, told, counts):
    assert after(line, told) == counts


def test_a_new_line_is_the_stores():
    (line,) = merged([], [a_line(2, number="12")])
    assert (line.quantity, line.store_quantity) == (2, 2)


def test_a_line_that_the_store_has_no_more_keeps_what_was_done():
    packed, idle = a_line(3, packed_quantity=2), a_line(3, number="12")
    stays, goes = vanished([packed, idle], [])
    assert (stays.quantity, stays.store_quantity, has_facts(stays)) == (2, 0, True)
    assert (goes.quantity, has_facts(goes)) == (0, False)


facts = st.fixed_dictionaries(
    {
        "quantity": st.integers(1, 9),
        "packed": st.integers(0, 9),
        "refunded": st.integers(0, 9),
        "told": st.integers(0, 12),
        "next": st.integers(0, 12),
    }
)


@given(facts)
def test_no_fact_is_lost_and_the_same_word_twice_changes_nothing(case):
    packed = min(case["packed"], case["quantity"])
    refunded = min(case["refunded"], case["quantity"] - packed)
    line = a_line(case["quantity"], packed_quantity=packed, refunded_quantity=refunded)
    for told in (case["told"], case["next"], case["next"]):
        before = line.quantity
        said_before = told_quantity(line)
        line.quantity, line.store_quantity = after(line, told), told
        assert line.quantity >= packed + refunded
        assert line.quantity >= told
        assert told != said_before or line.quantity == before
