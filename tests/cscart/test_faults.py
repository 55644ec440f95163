"""For each thing that can go wrong on the wire: what becomes of a read, and of a write.

Reads are tried again when the store is unavailable; writes are never tried again, and an unclear
end says that the write may have happened.
"""

import pytest

from sandbox.faults import FAULTS
from stores.errors import (
    StoreError,
    StoreLoginRejected,
    StoreRecordMissing,
    StoreRefused,
    StoreUnavailable,
)
from tests.cscart.conftest import client_of

TOLERATED, RETRIED = "tolerated", "retried"
UNCLEAR = "may have happened"

Outcome = type[StoreError] | str

# fault: what a read meets, what a write meets, whether the store carried the write out
OUTCOMES: dict[str, tuple[Outcome, Outcome, bool]] = {
    "401": (StoreLoginRejected, StoreLoginRejected, False),
    "403": (StoreRefused, StoreRefused, False),
    "404": (StoreRecordMissing, StoreRecordMissing, False),
    "405": (StoreRefused, StoreRefused, False),
    "406": (StoreRefused, StoreRefused, False),
    "415": (StoreRefused, StoreRefused, False),
    "429": (RETRIED, StoreUnavailable, False),
    "429-retry-after": (RETRIED, StoreUnavailable, False),
    "500-json": (RETRIED, UNCLEAR, False),
    "500-html-before": (RETRIED, UNCLEAR, False),
    "500-html-after": (RETRIED, UNCLEAR, True),
    "503-html": (StoreUnavailable, UNCLEAR, False),
    "301-https": (StoreRefused, StoreRefused, False),
    "cut-body": (RETRIED, UNCLEAR, True),
    "slow-drip": (RETRIED, UNCLEAR, True),
    "late": (RETRIED, UNCLEAR, True),
    "reset-before": (RETRIED, UNCLEAR, False),
    "reset-after": (RETRIED, UNCLEAR, True),
    "empty-200": (RETRIED, UNCLEAR, True),
    "bom": (TOLERATED, TOLERATED, True),
    "php-notice": (TOLERATED, TOLERATED, True),
    "php-warning": (TOLERATED, TOLERATED, True),
    "html-200": (RETRIED, UNCLEAR, True),
    "wrong-content-type": (TOLERATED, TOLERATED, True),
    "invalid-utf8": (RETRIED, UNCLEAR, True),
    "broken-json": (RETRIED, UNCLEAR, True),
    "write-later": (RETRIED, UNCLEAR, False),
    "500-half-write": (RETRIED, UNCLEAR, True),
    "doubled-shipment": (TOLERATED, TOLERATED, True),
}
SECONDS = {"slow-drip": 0.2, "late": 1.0, "write-later": 1.0}


def test_every_fault_of_the_sandbox_has_an_outcome():
    assert set(OUTCOMES) == set(FAULTS)


@pytest.mark.parametrize("fault", OUTCOMES)
def test_a_read_meets_its_outcome(sandbox, fault):
    order_id = sandbox.control.create_order()["order_id"]
    client = client_of(sandbox)
    client.get("statuses")  # it has answered before
    sandbox.requests.clear()
    sandbox.control.fault(fault, method="GET", path=r"/orders/", seconds=SECONDS.get(fault, 1))
    outcome = OUTCOMES[fault][0]
    if isinstance(outcome, str):
        document, _ = client.get(f"orders/{order_id}")
        assert document["order_id"] == str(order_id)
        assert len(sandbox.requests) == (2 if outcome == RETRIED else 1)
    else:
        with pytest.raises(outcome) as caught:
            client.get(f"orders/{order_id}")
        assert is_a_sentence(caught.value)
        assert len(sandbox.requests) == 1


@pytest.mark.parametrize("fault", OUTCOMES)
def test_a_write_meets_its_outcome_and_is_sent_once(sandbox, fault):
    order_id = sandbox.control.create_order(status="O")["order_id"]
    sandbox.control.fault(fault, method="PUT", path=r"/orders/", seconds=SECONDS.get(fault, 1))
    outcome, is_done = OUTCOMES[fault][1:]
    write = a_status_change(sandbox, order_id)
    if outcome == TOLERATED:
        assert write() == {"order_id": str(order_id)}
    else:
        with pytest.raises(outcome if isinstance(outcome, type) else StoreUnavailable) as caught:
            write()
        assert is_a_sentence(caught.value)
        assert getattr(caught.value, "may_have_happened", False) == (outcome == UNCLEAR)
    assert len(sandbox.requests) == 1
    assert (sandbox.state.orders[order_id]["status"] == "P") == is_done


def test_a_fault_that_stays_ends_in_a_sentence_after_the_tries_run_out(sandbox):
    sandbox.control.fault("500-html-before", times=99)
    with pytest.raises(StoreUnavailable) as caught:
        client_of(sandbox).get("orders")
    assert len(sandbox.requests) == 3
    assert "INSERT" not in caught.value.sentence


def a_status_change(sandbox, order_id):
    client = client_of(sandbox)
    return lambda: client.set_order_status(str(order_id), "P", notify_user=False)


def is_a_sentence(error: StoreError) -> bool:
    text = error.sentence
    return text[0].isupper() and text.endswith(".") and "<" not in text and "ana@" not in text
