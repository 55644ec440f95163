"""One line of tracking: what it may say, and reading it from texts. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import models

from orders.files.naming import BadRow, read_numbers, read_pieces


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


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingRow:
    """One line: a tracking number for an order, or for some pieces of one SKU of it.

    `number` is the line's in its file. One of `order_id` (ours) and `channel_order` (the store's)
    names the order. Without `sku` it is for everything that is left; `quantity` None is all of the
    SKU that is left. `cost` is in the order's currency.
    """

    number: int
    order_id: str = ""
    channel_order: str = ""
    tracking_number: str = ""
    carrier: str = ""
    service: str = ""
    shipped_on: date | None = None
    cost: Decimal | None = None
    weight: Decimal | None = None
    sku: str = ""
    quantity: int | None = None


def read_row(
    number: int, texts: Mapping[Any, str], *, may_lack_number: bool = False
) -> TrackingRow:
    """The line whose cells `texts` has by column. Raises `BadRow`."""
    said = {column: texts.get(column, "").strip() for column in TrackingColumn.values}
    order_id, channel_order = read_numbers(
        said[TrackingColumn.ORDER_ID], said[TrackingColumn.CHANNEL_ORDER]
    )
    if not said[TrackingColumn.TRACKING_NUMBER] and not may_lack_number:
        raise BadRow("The line has no tracking number.")
    return TrackingRow(
        number=number,
        order_id=order_id,
        channel_order=channel_order,
        tracking_number=_tracking_number(said[TrackingColumn.TRACKING_NUMBER]),
        carrier=said[TrackingColumn.CARRIER],
        service=said[TrackingColumn.SERVICE],
        shipped_on=_day(said[TrackingColumn.SHIPPED_ON]),
        cost=_amount(said[TrackingColumn.COST], "Shipping Cost", places=2),
        weight=_amount(said[TrackingColumn.WEIGHT], "Weight", places=3),
        sku=said[TrackingColumn.SKU],
        quantity=read_pieces(said[TrackingColumn.QUANTITY]),
    )


def _tracking_number(text: str) -> str:
    if re.fullmatch(r"\d[.,]\d+E\+\d+", text, re.IGNORECASE):
        raise BadRow(
            f"“{text}” was rounded by the spreadsheet. Format the column as text and enter the "
            "number again."
        )
    if len(text) > 255:
        raise BadRow("The tracking number is longer than 255 characters.")
    return text


def _day(text: str) -> date | None:
    """2026-11-30, 30.11.2026, and 11/30/2026 where no other day can be meant."""
    if not text:
        return None
    day = re.split(r"[ T]", text, maxsplit=1)[0]
    parts = [int(part) for part in re.findall(r"\d+", day)]
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", day):
            return date(*parts)
        if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", day):
            return date(parts[2], parts[1], parts[0])
        if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", day):
            return _slashed(*parts)
    except ValueError:
        pass
    raise BadRow(f"“{text[:40]}” is no day that can be read. Write it as 2026-11-30.")


def _slashed(first: int, second: int, year: int) -> date:
    if first > 12 or first == second:
        return date(year, second, first)
    if second > 12:
        return date(year, first, second)
    raise BadRow(
        f"“{first}/{second}/{year}” may mean two days. Write the day as "
        f"{year}-{first:02}-{second:02} or {year}-{second:02}-{first:02}."
    )


def _amount(text: str, what: str, *, places: int) -> Decimal | None:
    if not text:
        return None
    plain = text.replace(",", ".") if re.fullmatch(r"\d+,\d{1,2}", text) else text
    try:
        amount = Decimal(plain)
    except InvalidOperation:
        amount = Decimal(-1)
    if not re.fullmatch(r"\d{1,7}(\.\d*)?|\.\d+", plain) or amount < 0:
        raise BadRow(f"{what}: “{text[:40]}” is no amount. Write it as 4.20.")
    return amount.quantize(Decimal(1).scaleb(-places))
