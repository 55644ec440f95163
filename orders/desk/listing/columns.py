"""The columns that Manage Orders can show, and how each cell is written."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core.templatetags.house import chip, money, when
from orders.desk.listing.column_data import ColumnData
from orders.models import Order, OrderStatus, PaymentStatus, ShippingStatus, Tag

CellWriter = Callable[[Order, ColumnData], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    """One column. `sort` is the sorting its head offers, `needs` the parts that must be read."""

    key: str
    label: str
    cell: CellWriter
    css: str = ""
    sort: str = ""
    needs: str = ""


def _link(order: Order, parts: ColumnData) -> SafeString:
    url = reverse("order_detail", args=[order.pk])
    return format_html('<a class="strong row-link" href="{}">{}</a>', url, order.pk)


def _customer(order: Order, parts: ColumnData) -> SafeString:
    name = order.customer_name or order.customer_email
    return format_html('<bdi class="clip" title="{}">{}</bdi>', name, name)


@cache
def _status(kind: type[TextChoices], value: str) -> SafeString:
    return chip(value, kind(value).label)


def _shipping(order: Order, parts: ColumnData) -> SafeString:
    chips = _status(ShippingStatus, order.shipping_status)
    if order.is_rush:
        chips += _RUSH
    if order.is_waiting_for_method:
        chips += _NEEDS_METHOD
    return format_html('<span class="chips">{}</span>', chips)


_RUSH = SafeString('<span class="chip chip-warn">Rush</span>')
_NEEDS_METHOD = SafeString(
    '<span class="chip chip-warn" title="Needs shipping method">Needs method</span>'
)


def _stacked(texts: Iterable[str]) -> SafeString:
    return format_html_join("", "<div>{}</div>", ((text,) for text in texts))


def _items(order: Order, parts: ColumnData) -> SafeString:
    lines = parts.lines[order.pk]
    shown = [f"{line.quantity} × {line.sku or line.name}" for line in lines[:3]]
    if len(lines) > 3:
        shown.append(f"and {len(lines) - 3} more")
    return _stacked(shown)


def _tags(tags: Iterable[Tag]) -> SafeString:
    chips = format_html_join("", "{}", ((_chip(tag.colour, tag.name),) for tag in tags))
    return format_html('<span class="chips">{}</span>', chips)


def _chip(tone: str, label: str) -> SafeString:
    """A chip in a colour of its own."""
    return format_html('<span class="chip chip-{}">{}</span>', tone, label)


COLUMNS = (
    ListColumn(key="id", label="Order ID", cell=_link, sort="id"),
    ListColumn(
        key="number",
        label="Channel Order #",
        cell=lambda order, parts: order.store_order_id,
        sort="number",
    ),
    ListColumn(
        key="date",
        label="Order date",
        cell=lambda order, parts: when(order.placed_at),
        css="nowrap",
        sort="date",
    ),
    ListColumn(key="customer", label="Customer", cell=_customer, sort="customer"),
    ListColumn(
        key="status",
        label="Order status",
        cell=lambda order, parts: _status(OrderStatus, order.order_status),
    ),
    ListColumn(
        key="payment",
        label="Payment",
        cell=lambda order, parts: _status(PaymentStatus, order.payment_status),
    ),
    ListColumn(key="shipping", label="Shipping", cell=_shipping),
    ListColumn(
        key="website_status",
        label="Website status",
        cell=lambda order, parts: order.store_status_name,
    ),
    ListColumn(key="company", label="Company", cell=lambda order, parts: order.company.name),
    ListColumn(
        key="total",
        label="Grand total",
        cell=lambda order, parts: money(order.grand_total, order.currency),
        css="number",
        sort="total",
    ),
    ListColumn(key="channel", label="Channel", cell=lambda order, parts: "Website"),
    ListColumn(
        key="email",
        label="E-mail",
        cell=lambda order, parts: order.customer_email,
        css="wrap",
    ),
    ListColumn(key="phone", label="Phone", cell=lambda order, parts: order.customer_phone),
    ListColumn(key="items", label="Items", cell=_items, needs="lines"),
    ListColumn(
        key="quantity",
        label="Qty",
        cell=lambda order, parts: sum(line.quantity for line in parts.lines[order.pk]),
        css="number",
        needs="lines",
    ),
    ListColumn(
        key="shipped",
        label="Ship date",
        cell=lambda order, parts: when(order.shipped_at),
        css="nowrap",
        sort="shipped",
    ),
    ListColumn(
        key="tracking",
        label="Tracking number",
        cell=lambda order, parts: _stacked(parts.tracking[order.pk]),
        needs="tracking",
    ),
    ListColumn(
        key="requested",
        label="Requested shipping",
        cell=lambda order, parts: _stacked(
            dict.fromkeys(group.method_name for group in parts.groups[order.pk])
        ),
        needs="groups",
    ),
    ListColumn(
        key="service",
        label="Shipping service",
        cell=lambda order, parts: _stacked(
            dict.fromkeys(str(group.service) for group in parts.groups[order.pk] if group.service)
        ),
        needs="groups",
    ),
    ListColumn(
        key="country",
        label="Destination country",
        cell=lambda order, parts: parts.destinations[order.pk].country,
        needs="destinations",
    ),
    ListColumn(
        key="state",
        label="Destination state",
        cell=lambda order, parts: parts.destinations[order.pk].state,
        needs="destinations",
    ),
    ListColumn(
        key="postcode",
        label="Postcode",
        cell=lambda order, parts: parts.destinations[order.pk].postal_code,
        needs="destinations",
    ),
    ListColumn(
        key="street",
        label="Street",
        cell=lambda order, parts: parts.destinations[order.pk].address1,
        css="wrap",
        needs="destinations",
    ),
    ListColumn(
        key="paid",
        label="Payment date",
        cell=lambda order, parts: when(parts.paid_at.get(order.pk)),
        css="nowrap",
        needs="paid_at",
    ),
    ListColumn(
        key="tags",
        label="Tags",
        cell=lambda order, parts: _tags(parts.tags[order.pk]),
        needs="tags",
    ),
    ListColumn(
        key="why",
        label="Needs attention",
        cell=lambda order, parts: _stacked(parts.worries[order.pk]),
        css="wrap",
        needs="worries",
    ),
    ListColumn(key="rush", label="Rush", cell=lambda order, parts: _RUSH if order.is_rush else ""),
    ListColumn(
        key="payment_method",
        label="Payment method",
        cell=lambda order, parts: order.payment_method,
    ),
    ListColumn(
        key="shipping_total",
        label="Shipping total",
        cell=lambda order, parts: money(order.shipping_total, order.currency),
        css="number",
    ),
    ListColumn(
        key="discount",
        label="Discount",
        cell=lambda order, parts: money(order.discount, order.currency),
        css="number",
    ),
    ListColumn(
        key="tax",
        label="Tax",
        cell=lambda order, parts: money(order.tax_total, order.currency),
        css="number",
    ),
    ListColumn(key="currency", label="Currency", cell=lambda order, parts: order.currency),
    ListColumn(
        key="printed",
        label="Invoice printed",
        cell=lambda order, parts: when(order.invoice_printed_at),
        css="nowrap",
    ),
    ListColumn(
        key="note",
        label="Customer's note",
        cell=lambda order, parts: order.customer_note[:80],
        css="wrap",
    ),
    ListColumn(
        key="imported",
        label="Created on",
        cell=lambda order, parts: when(order.created_at),
        css="nowrap",
    ),
    ListColumn(
        key="updated",
        label="Last updated",
        cell=lambda order, parts: when(order.refreshed_at),
        css="nowrap",
    ),
)
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = tuple(column.key for column in COLUMNS[:10])
# An order without them could be neither opened nor judged.
ALWAYS = ("id", "status")


def chosen(keys: Iterable[Any]) -> tuple[ListColumn, ...]:
    """The columns with these keys, in their order; the usual ones when none is known."""
    known = dict.fromkeys(key for key in keys if isinstance(key, str) and key in BY_KEY)
    if not known:
        return tuple(BY_KEY[key] for key in USUAL)
    missing = [key for key in ALWAYS if key not in known]
    return tuple(BY_KEY[key] for key in (*missing, *known))
