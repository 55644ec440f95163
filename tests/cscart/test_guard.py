"""The peer itself is looked at, whatever its name promised."""

import pytest

from stores.errors import StoreRefused
from tests.cscart.conftest import client_of


def test_a_private_peer_is_refused_before_anything_is_sent(sandbox, settings):
    settings.STORES_MAY_BE_PRIVATE = False
    with pytest.raises(StoreRefused, match="forbidden address") as refusal:
        client_of(sandbox).get("orders")
    assert "STORES_MAY_BE_PRIVATE" in refusal.value.sentence
    assert sandbox.control.requests()["requests"] == []


def test_the_same_peer_is_reached_when_the_project_allows_it(sandbox):
    answer, _ = client_of(sandbox).get("orders")
    assert answer["orders"] == []
