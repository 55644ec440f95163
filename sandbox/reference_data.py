"""What a fresh store brings along: statuses, shipping and payment methods."""

from typing import Any

from sandbox.profiles import Profile

Row = dict[str, Any]

# letter, name, inventory, payment_received, repay, appearance_type
_STATUSES = [
    ("P", "Paid", "D", "Y", "N", "O"),
    ("C", "Complete", "D", "Y", "N", "I"),
    ("O", "Open", "D", "", "N", "O"),
    ("F", "Failed", "I", "", "Y", "O"),
    ("D", "Declined", "I", "", "Y", "O"),
    ("B", "Backordered", "I", "", "Y", "O"),
    ("I", "Canceled", "I", "", "Y", "O"),
    ("Y", "Awaiting call", "D", "", "Y", "O"),
]

_SHIPPINGS = [
    ("Courier, 2-3 days", "2-3 days", 7.5),
    ("Free shipping", "5-7 days", 0.0),
    ("DHL Express Worldwide", "1-2 days", 24.9),
    ("UPS Ground", "3-5 days", 11.2),
    ("FedEx 2Day®", "2 days", 18.75),
    ("USPS Priority Mail", "2-4 days", 9.4),
    ("Abholung im Laden", "same day", 0.0),
    ("Postal & parcel <economy>", "7-14 days", 4.35),
]

_PAYMENTS = ["Card (online)", "Bank transfer", "Cash on delivery", "PayPal", "Card (by phone)"]


def default_statuses(profile: Profile) -> dict[str, Row]:
    """Order statuses by letter, as the profile's release ships them."""
    statuses = {}
    for number, (letter, name, inventory, paid, repay, appearance) in enumerate(_STATUSES):
        params = {
            "color": "#97cf4d",
            "inventory": inventory,
            "remove_cc_info": "Y" if inventory == "I" else "N",
            "repay": repay,
            "appearance_type": appearance,
        }
        if paid and profile.statuses_have_payment_received:
            params["payment_received"] = paid
        if profile.statuses_have_notify:
            params["notify"] = "Y"
        if profile.multivendor:
            params["calculate_for_payouts"] = "Y" if paid else "N"
        shown = "Processed" if letter == "P" and profile.name == "4.10" else name
        statuses[letter] = status_row(number + 1, letter, shown, params, position=number)
    return statuses


def status_row(status_id: int, letter: str, name: str, params: Row, *, position: int = 0) -> Row:
    """One row of /statuses."""
    return {
        "status_id": str(status_id),
        "status": letter,
        "type": "O",
        "is_default": "Y" if status_id <= len(_STATUSES) else "N",
        "position": str(position),
        "description": name,
        "email_subj": f"has been set to {name}",
        "email_header": f"Your order has been set to {name}.",
        "lang_code": "en",
        "params": params,
    }


def default_shippings() -> dict[int, Row]:
    """Shipping methods by id. `rate` is ours, not part of the wire row."""
    return {
        number: {
            "shipping_id": str(number),
            "company_id": "1",
            "min_weight": "0.00",
            "max_weight": "0.00",
            "position": str(number * 10),
            "status": "A",
            "tax_ids": "",
            "usergroup_ids": "0",
            "shipping": name,
            "delivery_time": delivery_time,
            "company_name": "Main store",
            "storefront_id": None,
            "rate": rate,
        }
        for number, (name, delivery_time, rate) in enumerate(_SHIPPINGS, start=1)
    }


def payments() -> dict[int, Row]:
    """Payment methods by id."""
    return {
        number: {
            "payment_id": str(number),
            "company_id": "1",
            "status": "A",
            "processor_id": None,
            "a_surcharge": "0.000",
            "p_surcharge": "0.000",
            "tax_ids": [],
            "payment": name,
            "description": "",
            "instructions": "",
            "lang_code": "en",
            "processor": None,
            "processor_type": None,
            "payment_category": "tab1",
            "image": [],
            "storefront_ids": "1",
        }
        for number, name in enumerate(_PAYMENTS, start=1)
    }
