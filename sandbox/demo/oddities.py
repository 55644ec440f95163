"""Awkward orders that a real store has sooner or later. Each gives the fields that differ."""

import random
from collections.abc import Callable
from typing import Any

from sandbox.order_building import new_line

Row = dict[str, Any]
Oddity = Callable[[random.Random, Row], Row]


def _incomplete(chance: random.Random, fields: Row) -> Row:
    return {"status": "N"}


def _parent(chance: random.Random, fields: Row) -> Row:
    return {"status": "T", "is_parent_order": "Y"}


def _card_data(chance: random.Random, fields: Row) -> Row:
    info = {"card_number": "4111111111111111", "cvv2": "123", "cardholder_name": "A BRANDT"}
    return {"status": "O", "payment_id": 5, "payment_info": info | {"transaction_id": "tx_phone"}}


def _only_downloads(chance: random.Random, fields: Row) -> Row:
    line = new_line(81, "Knitting pattern (PDF)", price=5.5, is_edp="Y", product_code="DL-KNI")
    return {"b_address": None, "s_address": None, "products": [line], "shipping": [], "taxes": {},
            "tax_subtotal": 0, "subtotal_discount": 0, "status": "P"}  # fmt: skip


def _sixty_lines(chance: random.Random, fields: Row) -> Row:
    lines = [new_line(600 + n, f"Sample card no. {n}", price=1.1, amount=n % 5 + 1,
                      product_code=f"SMP-{n:03}") for n in range(60)]  # fmt: skip
    return {"products": lines, "taxes": {}, "tax_subtotal": 0, "status": "P"}


def _several_groups(chance: random.Random, fields: Row) -> Row:
    second = {"shipping_id": 3, "group_key": 1, "rate": 24.9, "stored_name": "DHL"}
    lines = [line | {"group_key": n % 2} for n, line in enumerate(fields["products"])]
    return {"shipping": [*fields["shipping"], second], "products": lines}


def _phantom_group(chance: random.Random, fields: Row) -> Row:
    return {"phantom_groups": [2]}


def _deleted_product(chance: random.Random, fields: Row) -> Row:
    return {"products": [line | {"deleted": True} for line in fields["products"]]}


def _huge_note(chance: random.Random, fields: Row) -> Row:
    return {"notes": "The doorbell is broken, so please knock loudly. " * 150}


def _cut_emoji(chance: random.Random, fields: Row) -> Row:
    return {"notes": "Thank you so much 🎉 see you", "status": "P"}


def _gift_certificates(chance: random.Random, fields: Row) -> Row:
    return {"more": {"gift_certificates": {"81": {"gift_cert_code": "GC-1", "amount": "25.00"}},
                     "use_gift_certificates": {"GC-7": {"cost": 10, "gift_cert_id": "7"}}}}  # fmt: skip


def _surcharge(chance: random.Random, fields: Row) -> Row:
    return {"payment_id": 3, "payment_surcharge": 1.5}


def _foreign_currency(chance: random.Random, fields: Row) -> Row:
    return {"secondary_currency": "EUR"}


def _wrong_total(chance: random.Random, fields: Row) -> Row:
    return {"total": "1.00", "status": "P"}


def _engraving(chance: random.Random, fields: Row) -> Row:
    return {"status": "E"}


def _quality_check(chance: random.Random, fields: Row) -> Row:
    return {"status": "Q"}


def _unknown_status(chance: random.Random, fields: Row) -> Row:
    return {"status": "X"}


def _custom_fields(chance: random.Random, fields: Row) -> Row:
    return {"fields": {"38": "DE123456789"}, "tax_exempt": "Y"}


def _no_promotions_column(chance: random.Random, fields: Row) -> Row:
    return {"promotions": {}, "empty_promotions": False, "subtotal_discount": 0, "coupons": {}}


def _deleted_method(chance: random.Random, fields: Row) -> Row:
    return {"shipping": [{"shipping_id": 999, "group_key": 0, "rate": 5.0,
                          "stored_name": "Pigeon post (retired)"}]}  # fmt: skip


def _points(chance: random.Random, fields: Row) -> Row:
    info = {"reward": "12", "in_use": {"points": "300", "cost": 3}, "is_gain": "Y"}
    return {"more": {"points_info": info}, "subtotal_discount": 3, "promotions": {}, "coupons": {}}


def _returned(chance: random.Random, fields: Row) -> Row:
    returns = {"5": {"amount": "1", "status": "A"}}
    lines = [line | {"extra": {"returns": returns}} for line in fields["products"]]
    return {"products": lines, "more": {"isset_returns": "Y", "return": 18.0}}


_ALL: list[Oddity] = [
    _incomplete, _parent, _card_data, _only_downloads, _sixty_lines, _several_groups,
    _phantom_group, _deleted_product, _huge_note, _cut_emoji, _gift_certificates, _surcharge,
    _foreign_currency, _wrong_total, _engraving, _quality_check, _unknown_status, _custom_fields,
    _no_promotions_column, _deleted_method, _points, _returned,
]  # fmt: skip

# By place in the sequence of demo orders.
ODDITIES: dict[int, Oddity] = dict(enumerate(_ALL, start=3))
