"""Noting why an order stays out never fails, whatever is in the note."""

from typing import Any

import pytest

from orders.importing.intake import note_failed, note_failed_shipment, receive_shipments
from orders.importing.intake.left_out_orders import forget
from orders.models import LeftOutOrder, LeftOutReason
from stores.port import StoreStatus, UnreadableOrder
from tests.factories import PAID, a_store_order, a_store_shipment, an_order

LONG = "N" * 5000


def nested(depth: int) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for _ in range(depth):
        document = {"a": document}
    return document


@pytest.mark.parametrize(
    "order",
    [
        a_store_order(status=StoreStatus(code=LONG, name=LONG, reading=PAID.reading)),
        a_store_order(LONG),
        UnreadableOrder(store_order_id="9\x007", sentence="A\x00B \ud83d"),
        UnreadableOrder(store_order_id="97", sentence=LONG, document=nested(50_000)),
        UnreadableOrder(store_order_id="97", sentence="A", document={"n": float("nan")}),
        UnreadableOrder(store_order_id="", sentence=""),
    ],
    ids=["long status", "long number", "no text", "deep document", "no number", "nothing"],
)
def test_the_note_is_written_whatever_is_in_it(company, order):
    note_failed(company, order, getattr(order, "sentence", "It failed."))
    noted = LeftOutOrder.objects.get()
    assert noted.reason == LeftOutReason.FAILED
    assert len(noted.store_order_id) <= 40
    assert "\x00" not in noted.sentence


def test_a_document_too_deep_to_be_kept_is_left_away(company):
    note_failed(
        company, UnreadableOrder(store_order_id="9", sentence="", document=nested(9**5)), ""
    )
    assert LeftOutOrder.objects.get().document == {}


def test_the_same_note_again_costs_no_write(company, django_assert_max_num_queries):
    order = UnreadableOrder(store_order_id="97", sentence="No.")
    note_failed(company, order, "No.")
    seen_at = LeftOutOrder.objects.get().seen_at
    note_failed(company, order, "No.")
    assert LeftOutOrder.objects.get().seen_at == seen_at


def test_a_failed_shipment_is_noted_until_it_comes_in(company):
    an_order(company)
    note_failed_shipment(company, a_store_shipment(), "Its shipment 14 could not be written down.")
    noted = LeftOutOrder.objects.get()
    assert (noted.store_order_id, noted.reason) == ("97", LeftOutReason.SHIPMENT)
    receive_shipments(company, [a_store_shipment()])
    assert not LeftOutOrder.objects.exists()


def test_notes_of_orders_that_are_here_are_taken_out(company):
    note_failed(company, UnreadableOrder(store_order_id="97", sentence="No."), "No.")
    forget(company, [])
    assert LeftOutOrder.objects.count() == 1
    forget(company, ["97", "98"])
    assert not LeftOutOrder.objects.exists()
