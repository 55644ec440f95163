"""One line of tracking: what it may say, and reading it from texts. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, tzinfo
from decimal import Decimal
from itertools import product
from typing import Any

from django.db import models

from core.clean_text import clean
from core.plain_text import plain
from orders.files.amounts import read_amount, read_weight
from orders.files.days import DayOrder, read_day
from orders.files.naming import (
    BadRow,
    OrderNumbers,
    SkippedRow,
    clean_order_number,
    read_pieces,
    read_sku,
    several_orders,
)
from shipping.tracking import NoTrackingNumber, tracking_numbers

MOST_NUMBERS = 50
# What a column of voided labels, or of a label's state, says of one that is not in use.
_VOID = re.compile(r"(void|voided|cancell?ed|annulled|refunded|deleted|storniert|annul[eé])")
_VOID_SIGNS = ("y", "yes", "true", "v", "x", "1", "ja", "oui", "si", "sí")


class TrackingColumn(models.TextChoices):
    """What a column of a tracking file may hold."""

    ORDER_ID = "order_id", "Order ID"
    CHANNEL_ORDER = "channel_order", "Channel Order #"
    TRACKING_NUMBER = "tracking_number", "Tracking Number"
    CARRIER = "carrier", "Carrier"
    SERVICE = "service", "Service"
    SHIPPED_ON = "shipped_on", "Ship Date"
    COST = "cost", "Shipping Cost"
    WEIGHT = "weight", "Weight (kg)"
    SKU = "sku", "SKU"
    QUANTITY = "quantity", "Qty"
    VOID = "void", "Void / Status"
    CUSTOMER = "customer", "Customer"
    POSTCODE = "postcode", "Postal Code"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineReading:
    """How the lines of one file are read. `weight_unit` is that of numbers without one."""

    day_order: DayOrder = DayOrder.UNSETTLED
    zone: tzinfo | None = None
    weight_unit: str = "kg"
    order_numbers: OrderNumbers = OrderNumbers.OURS
    may_lack_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingRow:
    """A tracking number for an order, or for some pieces of one SKU of it.

    `number` is the line's in its file; a line that names several orders or tracking numbers is
    several rows. One of `order_id` (ours) and `channel_order` (the store's) names the order.
    Without `sku` it is for everything that is left; `quantity` None is all of the SKU that is left.
    `cost` is in the order's currency, `weight` in kilograms. `remarks` say what was not read.
    """

    number: int
    order_id: str = ""
    channel_order: str = ""
    may_be_channel_order: bool = False
    tracking_number: str = ""
    carrier: str = ""
    service: str = ""
    shipped_on: date | None = None
    cost: Decimal | None = None
    weight: Decimal | None = None
    sku: str = ""
    quantity: int | None = None
    customer: str = ""
    postcode: str = ""
    remarks: tuple[str, ...] = ()


_AS_IT_STANDS = LineReading()
_COLUMNS = tuple(TrackingColumn.values)


def read_rows(
    number: int, texts: Mapping[Any, str], how: LineReading = _AS_IT_STANDS
) -> list[TrackingRow]:
    """The rows of the line whose cells `texts` has by column. Raises `BadRow` and `SkippedRow`."""
    said = {column: texts.get(column, "") for column in _COLUMNS}
    if not any(said.values()):
        raise SkippedRow("The line is empty.")
    if is_void(said[TrackingColumn.VOID]):
        raise SkippedRow(f"The label is void ({clean(said[TrackingColumn.VOID])[:40]}).")
    numbers = _numbers(said, how)
    names = _names(said, how)
    pieces, shared = _beside_the_point(said, how), _of_every_row(said, how)
    return [
        TrackingRow(
            number=number,
            order_id=ours,
            channel_order=theirs,
            tracking_number=tracking_number,
            **shared,
            **(pieces if place == 0 else {}),
        )
        for place, ((ours, theirs), tracking_number) in enumerate(product(names, numbers))
    ]


def is_void(text: str) -> bool:
    """Whether a cell of a Void or Status column says that the label is not in use."""
    word = plain(text) if text else ""
    return word in _VOID_SIGNS or bool(_VOID.match(word))


def _numbers(said: Mapping[str, str], how: LineReading) -> list[str]:
    try:
        numbers = tracking_numbers(said[TrackingColumn.TRACKING_NUMBER])
    except NoTrackingNumber as reason:
        raise BadRow(str(reason)) from reason
    if any(len(number) > 255 for number in numbers):
        raise BadRow("The tracking number is longer than 255 characters.")
    if len(numbers) > MOST_NUMBERS:
        raise BadRow(f"The line has more than {MOST_NUMBERS} tracking numbers.")
    if not numbers and not how.may_lack_number:
        raise SkippedRow("The line has no tracking number.")
    return numbers or [""]


def _names(said: Mapping[str, str], how: LineReading) -> list[tuple[str, str]]:
    """Our number and the store's of each order that the line names. Raises `BadRow`."""
    ours, theirs = said[TrackingColumn.ORDER_ID], said[TrackingColumn.CHANNEL_ORDER]
    if how.order_numbers == OrderNumbers.CHANNEL and ours.strip() and not theirs.strip():
        ours, theirs = "", ours
    if ours.strip() and theirs.strip():
        return [(clean_order_number(ours), clean_order_number(theirs))]
    names = [(name, "") for name in several_orders(ours) if name] if ours else []
    names += [("", name) for name in several_orders(theirs) if name] if theirs else []
    if not names:
        raise BadRow("The row names no order.")
    return names


def _of_every_row(said: Mapping[str, str], how: LineReading) -> dict[str, Any]:
    """What all rows of a line have in common. Raises `BadRow`."""
    return {
        "may_be_channel_order": how.order_numbers == OrderNumbers.FIND_OUT,
        "carrier": clean(said[TrackingColumn.CARRIER]),
        "service": clean(said[TrackingColumn.SERVICE]),
        "shipped_on": read_day(said[TrackingColumn.SHIPPED_ON], how.day_order, how.zone),
        "sku": read_sku(said[TrackingColumn.SKU]),
        "quantity": read_pieces(said[TrackingColumn.QUANTITY]),
        "customer": clean(said[TrackingColumn.CUSTOMER]),
        "postcode": clean(said[TrackingColumn.POSTCODE]),
    }


def _beside_the_point(said: Mapping[str, str], how: LineReading) -> dict[str, Any]:
    """Cost and weight, which keep no parcel here: what cannot be read is a remark."""
    if not said[TrackingColumn.COST] and not said[TrackingColumn.WEIGHT]:
        return {}
    cost = read_amount(said[TrackingColumn.COST])
    weight = read_weight(said[TrackingColumn.WEIGHT], how.weight_unit)
    remarks = [
        f"{label}: “{said[column].strip()[:40]}” cannot be read and was left out."
        for column, label, value in (
            (TrackingColumn.COST, "Shipping Cost", cost),
            (TrackingColumn.WEIGHT, "Weight", weight),
        )
        if said[column].strip() and value is None
    ]
    return {"cost": cost, "weight": weight, "remarks": tuple(remarks)}
