"""The columns of an export, and how each is read out of what is known of an order."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from core.money import to_cents
from orders.models import OrderStatus, PaymentStatus, ShippingStatus
from orders.state.balances import Balance

DatabaseRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """What is known of an order, as columns of the database; `line` is {} in a row of an order."""

    order: DatabaseRow
    zone: tzinfo
    company: str
    balance: Balance
    address: DatabaseRow = field(default_factory=dict)
    methods: str = ""
    services: str = ""
    tracking: str = ""
    tags: str = ""
    paid_at: datetime | None = None
    line: DatabaseRow = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """A column of the file. `value` gives a text, a number, a time without zone, or None."""

    key: str
    label: str
    value: Callable[[ExportRow], object]


def _of_order(key: str, label: str) -> ExportColumn:
    return ExportColumn(key, label, lambda row: row.order[key])


def _worded(key: str, label: str, words: Mapping[Any, str]) -> ExportColumn:
    return ExportColumn(key, label, lambda row: words.get(row.order[key], row.order[key]))


def _yes_or_no(key: str, label: str) -> ExportColumn:
    return ExportColumn(key, label, lambda row: "Yes" if row.order[key] else "No")


def _moment(key: str, label: str) -> ExportColumn:
    return ExportColumn(key, label, lambda row: _local(row.order[key], row.zone))


def _local(moment: datetime | None, zone: tzinfo) -> datetime | None:
    """`moment` by the clock of the company: spreadsheets know no time zones."""
    return moment.astimezone(zone).replace(tzinfo=None, microsecond=0) if moment else None


def _of_address(key: str, label: str) -> ExportColumn:
    return ExportColumn(f"ship_{key}", label, lambda row: row.address.get(key, ""))


def _of_line(key: str, label: str) -> ExportColumn:
    return ExportColumn(f"line_{key}", label, lambda row: row.line.get(key))


ORDER_COLUMNS: tuple[ExportColumn, ...] = (
    _of_order("id", "Order ID"),
    _of_order("store_order_id", "Channel Order #"),
    ExportColumn("company", "Company", lambda row: row.company),
    _moment("placed_at", "Order Date"),
    _worded("order_status", "Order Status", dict(OrderStatus.choices)),
    _worded("payment_status", "Payment Status", dict(PaymentStatus.choices)),
    _worded("shipping_status", "Shipping Status", dict(ShippingStatus.choices)),
    _of_order("store_status_name", "Website Status"),
    _yes_or_no("is_rush", "Rush"),
    _of_order("customer_first_name", "First Name"),
    _of_order("customer_last_name", "Last Name"),
    _of_order("customer_company", "Customer Company"),
    _of_order("customer_email", "E-mail"),
    _of_order("customer_phone", "Phone"),
    _of_address("first_name", "Ship To First Name"),
    _of_address("last_name", "Ship To Last Name"),
    _of_address("company", "Ship To Company"),
    _of_address("address1", "Address 1"),
    _of_address("address2", "Address 2"),
    _of_address("city", "City"),
    _of_address("state", "State"),
    _of_address("postal_code", "Zip Code"),
    _of_address("country", "Country"),
    ExportColumn("methods", "Requested Shipping Method", lambda row: row.methods),
    ExportColumn("services", "Shipping Method", lambda row: row.services),
    ExportColumn("tracking", "Tracking Numbers", lambda row: row.tracking),
    _moment("shipped_at", "Ship Date"),
    _of_order("payment_method", "Payment Method"),
    ExportColumn("tags", "Tags", lambda row: row.tags),
    ExportColumn("paid_at", "Payment Date", lambda row: _local(row.paid_at, row.zone)),
    _of_order("currency", "Currency"),
    _of_order("subtotal", "Subtotal"),
    _of_order("discount", "Discount"),
    _of_order("shipping_total", "Shipping Total"),
    _of_order("tax_total", "Tax Total"),
    _of_order("grand_total", "Grand Total"),
    ExportColumn("received", "Received", lambda row: row.balance.received),
    ExportColumn("refunded", "Refunded", lambda row: row.balance.refunded),
    ExportColumn("remaining_dues", "Remaining Dues", lambda row: row.balance.remaining_dues),
    _of_order("customer_note", "Customer's Note"),
    _moment("invoice_printed_at", "Invoice Printed"),
    _moment("created_at", "Imported"),
    _moment("refreshed_at", "Last Updated"),
)
# The columns of Manage Orders by their keys, where these are not the same here.
_AS_LISTED: Mapping[str, tuple[str, ...]] = {
    "number": ("store_order_id",),
    "date": ("placed_at",),
    "customer": ("customer_first_name", "customer_last_name"),
    "status": ("order_status",),
    "payment": ("payment_status",),
    "shipping": ("shipping_status", "is_rush"),
    "website_status": ("store_status_name",),
    "total": ("grand_total",),
    "email": ("customer_email",),
    "phone": ("customer_phone",),
    "shipped": ("shipped_at",),
    "requested": ("methods",),
    "service": ("services",),
    "postcode": ("ship_postal_code",),
    "street": ("ship_address1",),
    "paid": ("paid_at",),
    "country": ("ship_country",),
    "state": ("ship_state",),
    "rush": ("is_rush",),
    "tax": ("tax_total",),
    "printed": ("invoice_printed_at",),
    "note": ("customer_note",),
    "imported": ("created_at",),
    "updated": ("refreshed_at",),
}
# Every order comes from the website; what was bought is told by rows of order lines.
NOT_EXPORTED = ("channel", "items", "quantity", "why")


def as_listed(keys: Iterable[str]) -> list[str]:
    """Keys of the columns that say what the columns `keys` of Manage Orders say, each once."""
    wanted = (key for key in keys if key not in NOT_EXPORTED)
    return list(dict.fromkeys(own for key in wanted for own in _AS_LISTED.get(key, (key,))))


LINE_COLUMNS: tuple[ExportColumn, ...] = (
    _of_line("sku", "SKU"),
    _of_line("name", "Product"),
    ExportColumn("line_options", "Options", lambda row: _options(row.line)),
    _of_line("quantity", "Qty"),
    _of_line("refunded_quantity", "Qty Refunded"),
    _of_line("unit_price", "Unit Price"),
    ExportColumn(
        "line_total",
        "Line Total",
        lambda row: to_cents(row.line["unit_price"] * row.line["quantity"]),
    ),
)


def _options(line: DatabaseRow) -> str:
    return "; ".join(f"{option['name']}: {option['value']}" for option in line["options"])
