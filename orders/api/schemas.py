"""What the HTTP interface takes and gives. Its OpenAPI description is made of these."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Schema
from pydantic import ConfigDict, Field

MOST_ROWS = 500
MOST_ORDERS = 100

# PostgreSQL keeps no NUL in texts.
_CLEAN = r"^[^\x00-\x1f]*$"
_Said = Annotated[str, Field(max_length=40, pattern=_CLEAN)]


class ShipmentRow(Schema):
    """One tracking number for an order, or for some pieces of one of its SKUs.

    Name the order by `order_id` (ours) or `channel_order_id` (the store's). Rows with the same
    order and tracking number are one package. Without `sku` it holds everything that is left.
    """

    model_config = ConfigDict(extra="forbid")

    order_id: Annotated[int | None, Field(ge=1, le=10**15, description="Our Order ID.")] = None
    channel_order_id: Annotated[
        str, Field(max_length=40, pattern=_CLEAN, description="The store's order number.")
    ] = ""
    tracking_number: Annotated[str, Field(min_length=1, max_length=255, pattern=_CLEAN)]
    carrier: Annotated[
        str, Field(max_length=120, pattern=_CLEAN, description="Its name or code, such as UPS.")
    ] = ""
    service: Annotated[
        str, Field(max_length=160, pattern=_CLEAN, description="A shipping code: UPS_GROUND.")
    ] = ""
    shipped_on: Annotated[
        date | _Said | None,
        Field(
            description="In the company's time zone; today when left out. Best 2026-11-30; other "
            "forms are read as in files."
        ),
    ] = None
    cost: Annotated[
        Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=2)] | _Said | None,
        Field(description="In the order's currency, as 4.20 or $4.20."),
    ] = None
    weight: Annotated[
        Annotated[Decimal, Field(ge=0, max_digits=10, decimal_places=3)] | _Said | None,
        Field(description="Kilograms, or with a unit: 12 oz."),
    ] = None
    sku: Annotated[str, Field(max_length=128, pattern=_CLEAN)] = ""
    quantity: Annotated[int | None, Field(ge=1, le=1_000_000)] = None
    status: Annotated[
        str, Field(max_length=40, pattern=_CLEAN, description="A void label's row is skipped.")
    ] = ""
    recipient: Annotated[
        str, Field(max_length=250, pattern=_CLEAN, description="Compared with the order's.")
    ] = ""
    postal_code: Annotated[
        str, Field(max_length=40, pattern=_CLEAN, description="Compared with the order's.")
    ] = ""


class ShipmentsIn(Schema):
    """Rows to Ship Confirm."""

    model_config = ConfigDict(extra="forbid")

    shipments: Annotated[list[ShipmentRow], Field(min_length=1, max_length=MOST_ROWS)]


class RowResult(Schema):
    """What became of one row: `shipped`; `already` on its order, nothing changed; `skipped`, since
    its label is void or it has no number; or `failed`.
    """

    row: Annotated[int, Field(description="Its place in the request, from 0.")]
    result: Literal["shipped", "already", "skipped", "failed"]
    reason: Annotated[str, Field(description="Why it failed.")] = ""
    warning: Annotated[str, Field(description="What looks odd, although it was taken.")] = ""
    order_id: int | None = None
    channel_order_id: str = ""


class ShipmentsOut(Schema):
    """The results, in the order of the rows."""

    results: list[RowResult]


class ItemOut(Schema):
    """What is left to ship of one line."""

    sku: str
    name: str
    quantity: int


class AddressOut(Schema):
    """Where the parcel goes. `country` is the ISO code of two letters."""

    name: str
    company: str
    address1: str
    address2: str
    city: str
    state: str
    postal_code: str
    country: str
    phone: str


class OrderOut(Schema):
    """An order that is ready to ship."""

    order_id: int
    channel_order_id: str
    placed_at: datetime
    is_rush: bool
    service: Annotated[str, Field(description="Its shipping code; '' when none is chosen yet.")]
    requested_method: Annotated[str, Field(description="The method that the customer chose.")]
    ship_to: AddressOut | None
    items: list[ItemOut]
    tags: Annotated[list[str], Field(description="What staff call it, by name.")] = []


class OrdersOut(Schema):
    """A page of orders. `next_after` is the `after` of the next page; null on the last."""

    orders: list[OrderOut]
    next_after: int | None


class Problem(Schema):
    """Why nothing was done."""

    detail: str


class Invalid(Schema):
    """What is wrong with the request, field by field."""

    detail: list[dict[str, object]]
