"""Whether a line of a file is for the customer of its order: by name and by postcode. Pure."""

import re

from rapidfuzz import fuzz

from core.plain_text import normal_heading, plain
from orders.models import Order

# Of 100; a company beside a person, initials and turned names are more alike than this.
LEAST_LIKENESS = 55


def differences(order: Order, customer: str, postcode: str) -> list[str]:
    """What of a line's customer and postcode disagrees with `order`, in words.

    '' agrees with everything. Reads the order's addresses unless they are loaded.
    """
    if not customer and not postcode:
        return []
    addresses = list(order.addresses.all())
    found = []
    names = [order.customer_name, order.customer_company]
    names += [f"{one.first_name} {one.last_name} {one.company}" for one in addresses]
    if customer and not any(_is_alike(customer, name) for name in names if name.strip()):
        found.append(f"the line is for {customer}, the order for {order.customer_name or '–'}")
    codes = [one.postal_code for one in addresses if one.postal_code]
    if postcode and codes and not any(_is_same_code(postcode, code) for code in codes):
        found.append(f"the line goes to {postcode}, the order to {codes[0]}")
    return found


def _is_alike(one: str, other: str) -> bool:
    return fuzz.token_set_ratio(normal_heading(one), normal_heading(other)) >= LEAST_LIKENESS


def _is_same_code(one: str, other: str) -> bool:
    """Whether two postcodes are one: without blanks, lost zeros, and the +4 of the USA."""
    first, second = (plain(re.sub(r"-\d{4}$", "", text)).lstrip("0") for text in (one, other))
    return first == second or (len(second) >= 5 and first.startswith(second))
