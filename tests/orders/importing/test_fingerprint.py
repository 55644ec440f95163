"""A fingerprint says whether a store says something else of an order than before."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from orders.importing.intake import fingerprint as fingerprints
from orders.importing.intake.fingerprint import VERSION, fingerprint
from stores.port import StoreLineOption
from tests.factories import UNPAID, a_customer, a_line, a_store_order, an_address, some_totals

ORDER = a_store_order()


def test_it_begins_with_its_version_and_fits_its_column():
    assert fingerprint(ORDER).startswith(f"{VERSION}:")
    assert len(fingerprint(ORDER)) == 64


def test_the_same_said_again_has_the_same_fingerprint():
    assert fingerprint(a_store_order()) == fingerprint(ORDER)


def test_the_raw_document_and_a_changed_stamp_alone_change_nothing():
    later = ORDER.placed_at + timedelta(days=1)
    assert fingerprint(replace(ORDER, document={"a": 1}, updated_at=later)) == fingerprint(ORDER)


@pytest.mark.parametrize(
    "changed",
    [
        {"status": UNPAID},
        {"placed_at": ORDER.placed_at + timedelta(seconds=1)},
        {"customer": a_customer(phone="+15550199")},
        {"billing_address": None},
        {"shipping_address": an_address(address2="Rear door")},
        {"lines": (a_line(quantity=3),)},
        {"lines": (a_line(options=(StoreLineOption("Colour", "Blue"),)),)},
        {"lines": (a_line(), a_line("12"))},
        {"shipping_groups": ()},
        {"taxes": ()},
        {"totals": some_totals(total=Decimal("29.51"))},
        {"customer_note": "Ring twice"},
        {"shipment_ids": ("14",)},
        {"warnings": ("Odd.",)},
        {"invoice_number": "7"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_else_the_store_says_changes_it(changed):
    assert fingerprint(a_store_order(**changed)) != fingerprint(ORDER)


def test_a_field_added_later_changes_only_the_orders_that_have_it(monkeypatch):
    before = {number: fingerprint(replace(ORDER, staff_note=number)) for number in ("", "VIP")}
    monkeypatch.setattr(fingerprints, "_LATER", ("document",))
    assert fingerprint(replace(ORDER, document={})) == before[""]
    assert fingerprint(replace(ORDER, document={"vat": "DE1"})) != before[""]


def test_every_field_of_an_order_is_named_or_left_out_on_purpose():
    """Whoever adds a field to the port must say here whether it counts."""
    left_out = {"updated_at", "document", "is_placed_at_known"}
    taken_apart = {
        *("status", "customer", "billing_address", "shipping_address"),
        *("lines", "shipping_groups", "taxes", "totals"),
    }
    named = set(fingerprints._ORDER) | {name.split(".")[0] for name in fingerprints._LATER}
    assert set(ORDER.__dataclass_fields__) == named | left_out | taken_apart
