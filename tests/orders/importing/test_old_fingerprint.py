"""Orders that were written down before version 2 of the fingerprint are not written again."""

from dataclasses import replace
from decimal import Decimal

import pytest

from orders.importing.intake import receive
from orders.importing.intake.fingerprint import fingerprint
from orders.importing.intake.old_fingerprint import is_old, old_fingerprint
from orders.models import Order
from tests.factories import a_store_order, some_totals

# What the release before wrote for `a_store_order()`.
KEPT = "de32d17d2f4e87e9af34353bb3e3eaf6f98716cf726781b897f70bdb1d1d3c01"


def test_it_is_what_the_release_before_wrote():
    assert old_fingerprint(a_store_order()) == KEPT


def test_forms_are_told_apart():
    assert is_old(KEPT)
    assert not is_old(fingerprint(a_store_order()))
    assert not is_old("")


@pytest.fixture
def old_order(company) -> Order:
    receive(company, [a_store_order()])
    Order.objects.update(facts_hash=KEPT)
    return Order.objects.get()


def test_an_order_with_the_old_form_that_says_nothing_new_is_not_written(company, old_order):
    batch = receive(company, [a_store_order()])
    assert (len(batch.unchanged), len(batch.updated)) == (1, 0)
    old_order.refresh_from_db()
    assert old_order.facts_hash == KEPT


def test_one_that_says_something_new_is_written_and_gets_the_new_form(company, old_order):
    changed = a_store_order(totals=replace(some_totals(), total=Decimal("30.00")))
    assert len(receive(company, [changed]).updated) == 1
    old_order.refresh_from_db()
    assert old_order.facts_hash == fingerprint(changed)
