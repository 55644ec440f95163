"""CS-Cart's order document in the house's own words. Pure functions, no network."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from core.money import CENT
from cscart_connector.cscart.statuses import StatusTable
from cscart_connector.cscart.taxes import tax_of
from cscart_connector.cscart.wire import (
    Row,
    Unreadable,
    amount,
    is_yes,
    mapping,
    moment,
    number,
    rows,
    text,
    whole,
)
from shipping.tracking import kept_number
from stores.port import (
    ShipmentNotice,
    StoreAddress,
    StoreCustomer,
    StoreLine,
    StoreLineOption,
    StoreOrder,
    StoreShipment,
    StoreShippingGroup,
    StoreTotals,
    UnreadableOrder,
)


def order(document: Row, statuses: StatusTable) -> StoreOrder | UnreadableOrder:
    """The order that `document` (already scrubbed) tells; what cannot be read gives a sentence."""
    try:
        return _order(document, statuses)
    except Unreadable as error:
        return UnreadableOrder(
            store_order_id=text(document, "order_id"), sentence=str(error), document=document
        )


def shipment(row: Row, *, orphan_too: bool = False) -> StoreShipment | None:
    """The parcel that a row of /shipments tells; its time is None where it cannot be read.

    None for one without a number, and for one without an order unless an `orphan_too` is wanted.
    """
    is_orphan = not text(row, "order_id")
    if not number(row, "shipment_id") or (is_orphan and not orphan_too):
        return None
    products = mapping(row, "products")
    return StoreShipment(
        store_shipment_id=text(row, "shipment_id"),
        store_order_id=text(row, "order_id"),
        carrier=_carrier(row),
        tracking_number=kept_number(text(row, "tracking_number")),
        shipped_at=_moment_if_any(row, "shipment_timestamp"),
        quantities=tuple((line, number(products, line)) for line in products),
        comments=text(row, "comments"),
    )


def _carrier(row: Row) -> str:
    """The carrier's name; of one that the store does not know, `carrier_info` has a variable."""
    name = text(mapping(row, "carrier_info"), "name")
    return text(row, "carrier") if not name or name.startswith("_carrier_") else name


def _moment_if_any(row: Row, field: str) -> datetime | None:
    # The store keeps whatever time it is sent, also 0 and the far future.
    try:
        return moment(row, field)
    except Unreadable:
        return None


def shipment_body(notice: ShipmentNotice, shipping_id: str) -> dict[str, Any]:
    """The body of POST /shipments for a parcel.

    `order_status` is never sent: its mail could not be silenced. The time is sent so that the
    shipment can be recognised later.
    """
    return {
        "order_id": int(notice.store_order_id),
        "shipping_id": int(shipping_id),
        "products": {line.store_line_id: line.quantity for line in notice.lines},
        "tracking_number": ascii_text(notice.tracking_number),
        "carrier": ascii_text(notice.carrier),
        "timestamp": int(notice.shipped_at.timestamp()),
        "comments": ascii_text(notice.reference),
        "notify_user": notice.may_mail,
    }


def ascii_text(value: str) -> str:
    """`value` as the store's columns keep it unharmed: printable ASCII, at most 255 characters."""
    return "".join(one for one in value if " " <= one <= "~")[:255].strip()


def _order(document: Row, statuses: StatusTable) -> StoreOrder:
    placed_at = moment(document, "timestamp")
    if placed_at is None or not text(document, "order_id"):
        raise Unreadable("timestamp", document.get("timestamp"))
    status = statuses.status(text(document, "status"))
    lines = tuple(_line(row) for row in rows(document, "products"))
    totals = _totals(document)
    warnings = _total_warnings(totals, len(lines))
    if not status.is_known:
        warnings.append(f"The store does not list the status “{status.code}” of this order.")
    parent = text(document, "parent_order_id")
    return StoreOrder(
        store_order_id=text(document, "order_id"),
        status=status,
        placed_at=placed_at,
        updated_at=moment(document, "updated_at"),
        currency=None,  # amounts are in the store's primary currency, which no order names
        customer=_customer(document),
        billing_address=_address(document, "b_"),
        shipping_address=_address(document, "s_"),
        lines=lines,
        shipping_groups=_shipping_groups(document),
        taxes=tuple(tax_of(row, rows(document, "products")) for row in rows(document, "taxes")),
        totals=totals,
        payment_method=text(mapping(document, "payment_method"), "payment"),
        payment_reference=text(mapping(document, "payment_info"), "transaction_id"),
        customer_note=text(document, "notes"),
        staff_note=text(document, "details"),
        language=text(document, "lang_code"),
        store_company_id=text(document, "company_id"),
        parent_order_id=None if parent in ("", "0") else parent,
        invoice_number=text(mapping(document, "doc_ids"), "I"),
        shipment_ids=tuple(str(number) for number in mapping(document, "shipment_ids").values()),
        warnings=tuple(warnings),
        document=document,
    )


def _customer(document: Row) -> StoreCustomer:
    user_id = text(document, "user_id")
    return StoreCustomer(
        store_customer_id=None if user_id in ("", "0") else user_id,
        first_name=text(document, "firstname"),
        last_name=text(document, "lastname"),
        company=text(document, "company"),
        email=text(document, "email"),
        phone=text(document, "phone"),
    )


def _address(document: Row, side: str) -> StoreAddress | None:
    # Country and state alone prove nothing: the store invents them for orders without address.
    if not any(text(document, side + part) for part in ("address", "city", "zipcode")):
        return None
    return StoreAddress(
        first_name=text(document, f"{side}firstname"),
        last_name=text(document, f"{side}lastname"),
        address1=text(document, f"{side}address"),
        address2=text(document, f"{side}address_2"),
        city=text(document, f"{side}city"),
        state=text(document, f"{side}state"),
        state_name=text(document, f"{side}state_descr"),
        postal_code=text(document, f"{side}zipcode"),
        country=text(document, f"{side}country"),
        country_name=text(document, f"{side}country_descr"),
        phone=text(document, f"{side}phone"),
    )


def _line(row: Row) -> StoreLine:
    extra = mapping(row, "extra")
    is_download = is_yes(extra, "is_edp") and not is_yes(extra, "edp_shipping")
    quantity = whole(row, "amount")
    if quantity < 0:
        raise Unreadable("amount", quantity)
    return StoreLine(
        store_line_id=text(row, "item_id"),
        store_product_id=text(row, "product_id"),
        sku=text(row, "product_code"),
        name=text(extra, "product") or text(row, "product") or "Product without a name",
        options=tuple(_option(option) for option in rows(extra, "product_options_value")),
        unit_price=amount(row, "price"),
        unit_discount=amount(row, "discount"),
        quantity=quantity,
        shipped_quantity=max(0, whole(row, "shipped_amount")),
        needs_shipping=not is_download,
    )


def _option(option: Row) -> StoreLineOption:
    value = text(option, "variant_name") or text(option, "value")
    return StoreLineOption(text(option, "option_name"), value)


def _shipping_groups(document: Row) -> tuple[StoreShippingGroup, ...]:
    # Entries without shipping_id are phantoms that core leaves behind.
    chosen = [row for row in rows(document, "shipping") if text(row, "shipping_id")]
    return tuple(
        StoreShippingGroup(
            group_key=text(row, "group_key") or str(position),
            store_shipping_id=text(row, "shipping_id"),
            method_name=text(row, "shipping"),
            rate=amount(row, "rate"),
        )
        for position, row in enumerate(chosen)
    )


def _totals(document: Row) -> StoreTotals:
    bought = sum((amount(row, "amount") for row in rows(document, "gift_certificates")), Decimal(0))
    used = sum((amount(row, "cost") for row in rows(document, "use_gift_certificates")), Decimal(0))
    return StoreTotals(
        subtotal=amount(document, "subtotal") - bought,  # the store counts them as goods
        discount=amount(document, "subtotal_discount"),
        shipping=amount(document, "shipping_cost"),
        tax=amount(document, "tax_subtotal"),
        surcharge=amount(document, "payment_surcharge"),
        gift_certificates_bought=bought,
        gift_certificates_used=used,
        total=amount(document, "total"),
    )


def _total_warnings(totals: StoreTotals, line_count: int) -> list[str]:
    # The store rounds at every step, so a cent for each line is no mistake.
    if abs(totals.sum_of_parts - totals.total) <= CENT * (line_count + 1):
        return []
    return [f"The store's total is {totals.total}, but its parts add up to {totals.sum_of_parts}."]
