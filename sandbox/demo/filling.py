"""Filling the demo store: the same seed gives the same catalogue and the same orders."""

import random
from typing import Any

from sandbox import php, shipments
from sandbox.demo.catalogue import PRODUCTS
from sandbox.demo.oddities import ODDITIES
from sandbox.demo.people import COMPANIES, NOTES, PEOPLE
from sandbox.order_building import new_line, new_order
from sandbox.order_changes import change_status
from sandbox.reference_data import status_row
from sandbox.state import StoreState

Row = dict[str, Any]

DAYS = 60
_SHARED_WITH_CHILDREN = (
    *("timestamp", "updated_at", "status", "firstname", "lastname", "email", "phone"),
    *("user_id", "b_address", "s_address", "payment_id", "payment_info", "lang_code"),
)
_STATUSES = "PPPPPPPPCCCCCCCCCOOOFDBIIY"
_TAXED = {"DE": 19.0, "FR": 20.0, "IT": 22.0, "ES": 21.0, "PL": 23.0, "US": 8.25, "GB": 20.0}


def fill(state: StoreState, count: int, seed: int) -> None:
    """Make the catalogue, two statuses of the store's own, and `count` orders of `DAYS` days."""
    chance = random.Random(seed)
    with state.lock:
        _add_catalogue(state)
        state.statuses["E"] = status_row(
            105, "E", "Engraving", {"inventory": "D", "payment_received": "Y"}
        )
        state.statuses["Q"] = status_row(117, "Q", "Quality check", {"inventory": "D"})
        first = state.now() - DAYS * 86_400
        step = DAYS * 86_400 / count
        for number in range(count):
            placed_at = int(first + step * (number + chance.random() * 0.9))
            _add_order(state, chance, number, placed_at)


def arrive(state: StoreState, chance: random.Random) -> None:
    """A moment in the store's life: a new order comes, or an older one moves on."""
    with state.lock:
        waiting = [order for order in state.orders.values() if order["status"] in ("O", "Y")]
        if waiting and chance.random() < 0.3:
            order = chance.choice(waiting)
            change_status(state, order["order_id"], chance.choice("PPPI"))
            return
        fields = _ordinary_order(state, chance, state.now())
        new_order(state, **fields | {"status": chance.choice("PPPO")})


def _add_catalogue(state: StoreState) -> None:
    for number, (name, sku, price, _, is_download) in enumerate(PRODUCTS, start=1):
        state.products[number] = {
            "product": name,
            "product_code": sku,
            "price": price,
            "stock": 200,
            "is_edp": "Y" if is_download else "N",
        }


def _add_order(state: StoreState, chance: random.Random, number: int, placed_at: int) -> None:
    fields = _ordinary_order(state, chance, placed_at)
    oddity = ODDITIES.get(number % 40) if number < 120 else None
    if oddity is not None:
        fields |= oddity(chance, fields)
    order = new_order(state, **fields)
    if state.settings.profile.multivendor and number % 12 == 5:
        _split_among_vendors(state, order)
        return
    if order["status"] == "C" and order["shipping"] and chance.random() < 0.9:
        _ship(state, chance, order)
    elif order["status"] == "P" and len(order["products"]) > 1 and chance.random() < 0.12:
        _ship(state, chance, order, only_first=True)


def _split_among_vendors(state: StoreState, parent: Row) -> None:
    """Make `parent` the hidden parent of one order for each of two vendors."""
    shared = {name: parent[name] for name in _SHARED_WITH_CHILDREN}
    for vendor in (1, 2):
        line = new_line(
            7_000_000 + parent["order_id"] * 10 + vendor, "Vendor's own ware", price=15 * vendor
        )
        method = {"shipping_id": vendor, "group_key": 0, "rate": 5.0, "stored_name": ""}
        new_order(
            state,
            **shared,
            parent_order_id=parent["order_id"],
            company_id=vendor,
            products=[line],
            shipping=[method],
        )
    parent |= {"is_parent_order": "Y", "status": "T"}


def _ordinary_order(state: StoreState, chance: random.Random, placed_at: int) -> Row:
    first, last, street, city, state_code, zip_code, country, language = chance.choice(PEOPLE)
    lines = _lines(state, chance)
    subtotal = sum(float(line["price"]) * line["amount"] for line in lines)
    shipping_id = chance.choice(list(state.shippings))
    method = state.shippings[shipping_id]
    user_id = PEOPLE.index((first, last, street, city, state_code, zip_code, country, language))
    status = chance.choice(_STATUSES)
    fields: Row = {
        "timestamp": placed_at,
        "updated_at": placed_at + chance.randint(5, 900) if chance.random() < 0.8 else 0,
        "status": status,
        "firstname": first,
        "lastname": last,
        "company": chance.choice(COMPANIES),
        "email": f"customer{user_id}@example.com",
        "phone": f"+1555{1000000 + user_id}",
        "user_id": user_id + 1 if chance.random() < 0.6 else 0,
        "lang_code": language,
        "notes": chance.choice(NOTES),
        "payment_id": chance.randint(1, 5),
        "address": {
            "firstname": first,
            "lastname": last,
            "address": street,
            "city": city,
            "state": state_code,
            "country": country,
            "zipcode": zip_code,
            "phone": f"+1555{1000000 + user_id}",
        },
        "products": lines,
        "shipping": [
            {
                "shipping_id": shipping_id,
                "group_key": 0,
                "rate": method["rate"],
                "stored_name": method["shipping"],
            }
        ],
    }
    fields |= _taxes(chance, country, subtotal, method["rate"])
    if chance.random() < 0.15:
        fields |= _coupon(chance, subtotal)
    if status in "PC":
        fields["payment_info"] = {"transaction_id": f"tx_{chance.getrandbits(32):08x}"}
        fields["doc_ids"] = {"I": str(10_000 + state.next_order_id)} if status == "C" else {}
    return fields


def _lines(state: StoreState, chance: random.Random) -> list[Row]:
    numbers = chance.sample(range(1, len(PRODUCTS) + 1), chance.choice([1, 1, 1, 2, 2, 3, 4]))
    return [
        product_line(number, state.next_order_id * 1000 + position, chance)
        for position, number in enumerate(numbers)
    ]


def product_line(number: int, item_number: int, chance: random.Random) -> Row:
    """A line of catalogue product `number` (from 1)."""
    name, sku, price, options, is_download = PRODUCTS[number - 1]
    discount = round(price * 0.1, 2) if chance.random() < 0.2 else 0
    chosen = {option: _value_of(variants, chance) for option, variants in options.items()}
    return new_line(
        (item_number * 2_654_435_761) % 2**32,  # spread like CS-Cart's own 32-bit item ids
        name,
        product_id=number,
        product_code="-".join([sku, *(value[:3].strip("- ").upper() for value in chosen.values())])
        if sku
        else "",
        price=round(price - discount, 2),
        discount=discount,
        amount=1 if is_download else chance.choice([1, 1, 1, 2, 2, 3, 6]),
        is_edp="Y" if is_download else "N",
        options={str(900 + position): value for position, value in enumerate(chosen.values())},
        options_value=[
            {
                "option_id": str(900 + position),
                "option_name": option,
                "option_type": {"text": "I", "file": "F"}.get(options[option][0], "S"),
                "value": value,
                "variant_name": value,
                "modifier": "0.000",
                "modifier_type": "A",
            }
            for position, (option, value) in enumerate(chosen.items())
        ],
    )


def _value_of(variants: list[str], chance: random.Random) -> str:
    special = {"text": "For my dear friend, 2026", "file": "artwork-final(2).png"}
    return special.get(variants[0]) or chance.choice(variants)


def _taxes(chance: random.Random, country: str, subtotal: float, shipping: float) -> Row:
    rate = _TAXED.get(country)
    if rate is None:
        return {}
    is_included = country not in ("US",)
    base = subtotal + shipping
    amount = round(base * rate / (100 + rate) if is_included else base * rate / 100, 2)
    applies: Row = {"P": amount, "S": 0, "items": {"P": {}, "S": []}}
    if chance.random() < 0.3:  # the store computes taxes by unit price instead
        applies = {"P_1": amount}
    tax = {
        "rate_type": "P",
        "rate_value": f"{rate:.3f}",
        "price_includes_tax": "Y" if is_included else "N",
        "regnumber": "",
        "priority": "0",
        "tax_subtotal": amount,
        "description": "VAT" if is_included else "Sales tax",
        "applies": applies,
    }
    return {"taxes": {"6": tax}, "tax_subtotal": 0 if is_included else amount}


def _coupon(chance: random.Random, subtotal: float) -> Row:
    off = round(subtotal * chance.choice([0.05, 0.1, 0.15]), 2)
    promotion = {"bonuses": [{"bonus": "order_discount"}], "total_discount": off, "name": "Autumn"}
    return {
        "subtotal_discount": off,
        "promotions": {"4": promotion},
        "promotion_ids": "4",
        "coupons": {"autumn": [4]},
    }


def _ship(
    state: StoreState, chance: random.Random, order: Row, *, only_first: bool = False
) -> None:
    lines = order["products"][:1] if only_first else order["products"]
    body = {
        "order_id": order["order_id"],
        "shipping_id": order["shipping"][0]["shipping_id"],
        "products": {line["item_id"]: line["amount"] for line in lines},
        "tracking_number": f"1Z{chance.randrange(10**15, 10**16)}",
        "carrier": chance.choice(["ups", "dhl", "usps"]),
        "timestamp": order["timestamp"] + 86_400,
    }
    shipments.create_shipment(state, body, may_change_status=False)
    state.mails.clear()  # the past sends no mail
    order["doc_ids"] = dict(order["doc_ids"]) or {"I": php.column(20_000 + order["order_id"])}
