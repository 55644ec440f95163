"""One tolerant reader for each kind of value, whatever type it comes in."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from cscart_connector.cscart import wire
from cscart_connector.cscart.responses import BadJson, parse_json
from cscart_connector.cscart.scrub import scrub


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("85.43", "85.43"),
        (Decimal("19.799999999999997"), "19.80"),
        (0, "0.00"),
        (73, "73.00"),
        ("0.005", "0.01"),
        ("-3.5", "-3.50"),
        ("", "0.00"),
        (None, "0.00"),
        (False, "0.00"),
        ([], "0.00"),
    ],
)
def test_money_is_read_from_any_type_and_rounded_half_up(value, expected):
    assert str(wire.amount({"total": value}, "total")) == expected


@pytest.mark.parametrize("value", ["abc", "1,5", {"a": 1}, "NaN", "Infinity", "1.0E+25", True])
def test_what_is_no_amount_names_its_field(value):
    with pytest.raises(wire.Unreadable, match="“total” cannot be read"):
        wire.amount({"total": value}, "total")


@pytest.mark.parametrize(
    ("value", "expected"), [("2", 2), (2, 2), (0, 0), ("", 0), (None, 0), (Decimal("3.0"), 3)]
)
def test_whole_numbers(value, expected):
    assert wire.whole({"amount": value}, "amount") == expected


def test_half_a_piece_is_refused():
    with pytest.raises(wire.Unreadable):
        wire.whole({"amount": "1.5"}, "amount")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1764000000", datetime(2025, 11, 24, 16, 0, tzinfo=UTC)),
        (1764000000, datetime(2025, 11, 24, 16, 0, tzinfo=UTC)),
        ("0", None),
        (None, None),
    ],
)
def test_times_are_unix_seconds_and_zero_is_none(value, expected):
    assert wire.moment({"updated_at": value}, "updated_at") == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"7": 1}, {"7": 1}),
        ([], {}),
        (["a", "b"], {"0": "a", "1": "b"}),
        (False, {}),
        (None, {}),
        ("x", {}),
    ],
)
def test_maps_come_as_objects_lists_or_false(value, expected):
    assert wire.mapping({"taxes": value}, "taxes") == expected


@pytest.mark.parametrize("value", [None, False, [], {}])
def test_what_is_no_text_is_empty(value):
    assert wire.text({"notes": value}, "notes") == ""


def test_payment_secrets_are_gone_at_any_depth():
    document = {
        "orders": [
            {
                "payment_info": {"card_number": "4111", "cvv2": "1", "transaction_id": "tx"},
                "payment_method": {"payment": "Card", "processor_params": {"secret": "s"}},
                "product_groups": [{"x": "/var/www"}],
                "api_key": "",
            }
        ]
    }
    assert scrub(document) == {
        "orders": [
            {"payment_info": {"transaction_id": "tx"}, "payment_method": {"payment": "Card"}}
        ]
    }


def test_text_that_postgres_cannot_store_is_mended():
    assert scrub({"notes": "a\x00b\ud83d"}) == {"notes": "ab"}


def test_numbers_with_fractions_are_exact():
    assert parse_json(b'{"a": 0.1}') == {"a": Decimal("0.1")}


@pytest.mark.parametrize(
    "body", [b"", b"  ", b'{"a": NaN}', b'{"a": 1', b"\xff\xfe", b"<html></html>"]
)
def test_what_is_not_json_is_refused_with_a_sentence(body):
    with pytest.raises(BadJson, match=r"^The store"):
        parse_json(body)
