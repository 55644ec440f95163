"""The rows of a desk of many orders, made up; the same for the same number of orders."""

import json
import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from orders.models import (
    Order,
    OrderAddress,
    OrderLine,
    OrderSearch,
    OrderShippingGroup,
    Package,
)

LINES = (2, 3, 2, 3)  # of each order by turns: 2.5 on average
SYLLABLES = ["ba", "den", "fi", "gor", "hal", "jo", "kel", "lun", "mar", "nor", "pe", "ros", "sa"]
COUNTRIES = ["US"] * 60 + ["GB", "DE", "FR", "CA", "AU", "SE", "NO", "NL", "IT", "ES"] * 3 + ["IS"]
METHODS = ["Ground", "Courier, 2-3 days", "Free shipping", "Express", "Post", "Pickup", "Pallet"]


def _row(model: type[models.Model], varying: Iterable[str], **fixed: Any) -> tuple[str, str]:
    """The columns of a table, and a row in which `varying` columns are open."""
    columns, cells, names = [], [], set(varying)
    blank = model(**fixed)
    for field in model._meta.concrete_fields:
        columns.append(field.column)
        if field.name in names or field.column in names:
            cells.append(f"%({field.column})s")
        else:
            value = getattr(blank, field.attname)
            if field.name in ("created_at", "refreshed_at", "placed_at"):
                value = value or timezone.now()
            cells.append(_cell(value))
    return ", ".join(columns), "\t".join(cells) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, list | dict):
        return json.dumps(value)
    return str(value).replace("%", "%%")


def _name(number: int, parts: int) -> str:
    name = ""
    for _ in range(parts):
        number, at = divmod(number, len(SYLLABLES))
        name += SYLLABLES[at]
    return name.title()


class Desk:
    """Makes the rows; the same for the same number of orders."""

    def __init__(self, orders: int, companies: list[int], services: list[int]) -> None:
        self.orders, self.companies, self.services = orders, companies, services
        self.begin = datetime.now(UTC) - timedelta(days=3 * 365)
        self.step = timedelta(days=3 * 365) / orders
        self.made: list[dict[str, Any]] = []

    def facts(self) -> Iterator[dict[str, Any]]:
        """What all tables agree on of each order."""
        dice = random.Random(7)
        for number in range(1, self.orders + 1):
            is_new = number > self.orders * 0.97
            status, payment, shipping = _statuses(dice, is_new=is_new)
            first = _name(int(400 * dice.random() ** 2), 2)
            last = _name(int(2000 * dice.random() ** 2), 3)
            yield {
                "id": number,
                "company_id": self.companies[number % len(self.companies)],
                "store_order_id": 10_000 + number // len(self.companies),
                "placed_at": self.begin + self.step * number,
                "order_status": status,
                "payment_status": payment,
                "shipping_status": shipping,
                "shipped_at": self.begin + self.step * number + timedelta(days=1)
                if shipping != "unshipped"
                else r"\N",
                "needs_shipping_method": "t" if is_new and dice.random() < 0.1 else "f",
                "is_rush": "t" if dice.random() < 0.03 else "f",
                "customer_first_name": first,
                "customer_last_name": last,
                "customer_email": f"{first}.{last}{number % 997}@example{number % 5}.com".lower(),
                "customer_phone": f"+1555{number * 7919 % 10_000_000:07}",
                "grand_total": f"{dice.random() ** 3 * 2000:.2f}",
                "sku": int(20_000 * dice.random() ** 2),
                "country": dice.choice(COUNTRIES),
                "method_name": METHODS[int(len(METHODS) * dice.random() ** 2)],
            }


def _statuses(dice: random.Random, *, is_new: bool) -> tuple[str, str, str]:
    luck = dice.random()
    if is_new and luck > 0.05:
        status = "in_process" if luck < 0.9 else "on_hold" if luck < 0.97 else "problem_order"
        payment = dice.choices(
            ["charged", "no_payment", "authorized", "uncleared"], [85, 10, 3, 2]
        )[0]
        return status, payment, "partially_shipped" if dice.random() < 0.06 else "unshipped"
    if luck < 0.93:
        payment = dice.choices(["charged", "partial_refund", "full_refund"], [96, 2, 2])[0]
        return "completed", payment, "fully_shipped"
    if luck < 0.985:
        return "cancelled", "no_payment" if luck < 0.96 else "full_refund", "unshipped"
    if luck < 0.993:
        return "void", "no_payment", "unshipped"
    return "on_hold" if luck < 0.996 else "in_process", "no_payment", "unshipped"


def _skus(fact: dict[str, Any]) -> Iterator[str]:
    for place in range(LINES[fact["id"] % len(LINES)]):
        yield f"SKU-{(fact['sku'] + place * 77) % 20_000:05}"


def tables(desk: Desk) -> Iterator[tuple[type[models.Model], str, Iterable[str]]]:
    """Each table with its columns and its rows, as COPY reads them."""
    names = list(next(desk.facts()))
    order_names = [name for name in names if name not in ("sku", "country", "method_name")]
    columns, row = _row(
        Order, order_names, currency="USD", store_status_code="C", store_status_name="Complete",
        store_status_reading="shipped", facts_hash="0" * 64,
    )  # fmt: skip
    yield Order, columns, (row % fact for fact in desk.facts())
    columns, line = _row(
        OrderLine, ["id", "order", "store_line_id", "position", "sku"], name="A thing of the shop",
        unit_price="10.00", quantity=1,
    )  # fmt: skip
    yield (
        OrderLine,
        columns,
        (
            line
            % {
                "id": fact["id"] * 4 + place,
                "order_id": fact["id"],
                "store_line_id": place,
                "position": place,
                "sku": sku,
            }
            for fact in desk.facts()
            for place, sku in enumerate(_skus(fact))
        ),
    )
    columns, address = _row(
        OrderAddress, ["id", "order", "country"], kind="shipping", city="Boston", state="MA"
    )
    yield (
        OrderAddress,
        columns,
        (
            address % {"id": fact["id"], "order_id": fact["id"], "country": fact["country"]}
            for fact in desk.facts()
        ),
    )
    columns, group = _row(
        OrderShippingGroup, ["id", "order", "method_name", "service"], group_key="0",
        store_shipping_id="1",
    )  # fmt: skip
    yield (
        OrderShippingGroup,
        columns,
        (
            group
            % {
                "id": fact["id"],
                "order_id": fact["id"],
                "method_name": fact["method_name"],
                "service_id": desk.services[fact["id"] % len(desk.services)],
            }
            for fact in desk.facts()
        ),
    )
    columns, package = _row(
        Package,
        ["id", "order", "tracking_number", "shipped_at", "confirmed_at", "is_source_notified"],
    )
    yield (
        Package,
        columns,
        (
            package
            % {
                "id": fact["id"],
                "order_id": fact["id"],
                "tracking_number": f"1Z{fact['id'] * 7_919_317 % 10**14:014}",
                "shipped_at": fact["shipped_at"],
                "confirmed_at": fact["shipped_at"],
                "is_source_notified": "f" if fact["id"] % 2_003 == 0 else "t",
            }
            for fact in desk.facts()
            if fact["shipping_status"] != "unshipped"
        ),
    )
    columns, search = _row(OrderSearch, ["order", "text"])
    yield (
        OrderSearch,
        columns,
        (search % {"order_id": fact["id"], "text": _search_text(fact)} for fact in desk.facts()),
    )


def _search_text(fact: dict[str, Any]) -> str:
    """As `orders.state.summary` writes it."""
    words = [
        "", fact["id"], fact["store_order_id"], fact["customer_first_name"],
        fact["customer_last_name"], "", fact["customer_email"], fact["customer_phone"],
        fact["customer_phone"][1:], *_skus(fact),
    ]  # fmt: skip
    if fact["shipping_status"] != "unshipped":
        words.append(f"1Z{fact['id'] * 7_919_317 % 10**14:014}")
    return " ".join(map(str, words)).lower()
