"""CS-Cart's order document in the house's own words. Pure functions, no network."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from core.money import CENT
from core.vat_numbers import has_form_of_vat_number
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
    words,
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

# A time beyond these is a mistake, whatever made it.
FAR_PAST = datetime(1990, 1, 1, tzinfo=UTC)
FAR_FUTURE = datetime(2100, 1, 1, tzinfo=UTC)


def order(
    document: Row, statuses: StatusTable, *, vat_number_field: str = ""
) -> StoreOrder | UnreadableOrder:
    """The order that `document` (already scrubbed) tells; what cannot be read gives a sentence.

    `vat_number_field` is the number of the profile field that has the customer's VAT number.
    """
    try:
        return _order(document, statuses, vat_number_field)
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
    name = words(mapping(row, "carrier_info"), "name")
    return words(row, "carrier") if not name or name.startswith("_carrier_") else name


def _moment_if_any(row: Row, field: str) -> datetime | None:
    # The store keeps whatever time it is sent, also 0 and the far future.
    try:
        seen = moment(row, field)
    except Unreadable:
        return None
    return seen if seen and FAR_PAST < seen < FAR_FUTURE else None


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


def _order(document: Row, statuses: StatusTable, vat_number_field: str) -> StoreOrder:
    if not text(document, "order_id"):
        raise Unreadable("order_id", document.get("order_id"))
    updated_at = _moment_if_any(document, "updated_at")
    placed_at = _moment_if_any(document, "timestamp")
    status = statuses.status(text(document, "status"))
    items = _items(document)
    lines = _lines(items)
    totals = _totals(document)
    warnings = _total_warnings(totals, len(lines))
    if not status.is_known:
        warnings.append(f"The store does not list the status “{status.code}” of this order.")
    if placed_at is None:
        warnings.append(
            f"The store has no usable order date (“{text(document, 'timestamp')[:40]}”). "
            "It stands here under the time at which it was last changed or first read."
        )
    vat_number = words(mapping(document, "fields"), vat_number_field).strip()
    if vat_number and not has_form_of_vat_number(vat_number, text(document, "b_country")):
        warnings.append(f"“{vat_number[:40]}” has not the form of a VAT number.")
    parent = text(document, "parent_order_id")
    return StoreOrder(
        store_order_id=text(document, "order_id"),
        status=status,
        placed_at=placed_at or updated_at or datetime.now(UTC),
        is_placed_at_known=placed_at is not None,
        updated_at=updated_at,
        currency=None,  # amounts are in the store's primary currency, which no order names
        customer=_customer(document),
        billing_address=_address(document, "b_"),
        shipping_address=_address(document, "s_"),
        lines=lines,
        shipping_groups=_shipping_groups(document),
        taxes=tuple(tax_of(row, items) for row in rows(document, "taxes")),
        totals=totals,
        payment_method=words(mapping(document, "payment_method"), "payment"),
        payment_reference=text(mapping(document, "payment_info"), "transaction_id"),
        customer_note=words(document, "notes"),
        staff_note=words(document, "details"),
        language=text(document, "lang_code"),
        store_company_id=text(document, "company_id"),
        parent_order_id=None if parent in ("", "0") else parent,
        invoice_number=text(mapping(document, "doc_ids"), "I"),
        shipment_ids=tuple(str(number) for number in mapping(document, "shipment_ids").values()),
        vat_number=vat_number,
        warnings=tuple(warnings),
        document=document,
    )


def _customer(document: Row) -> StoreCustomer:
    user_id = text(document, "user_id")
    return StoreCustomer(
        store_customer_id=None if user_id in ("", "0") else user_id,
        first_name=words(document, "firstname"),
        last_name=words(document, "lastname"),
        company=words(document, "company"),
        email=text(document, "email"),
        phone=text(document, "phone"),
    )


def _company(document: Row, side: str) -> str:
    """The store keeps one company for an order; a parcel for somebody else does not go there."""
    people = {_person(document, one) for one in ("", "b_")}
    is_theirs = _person(document, side) in ("", *people)
    return words(document, "company") if is_theirs else ""


def _person(document: Row, side: str) -> str:
    names = (words(document, f"{side}firstname"), words(document, f"{side}lastname"))
    return " ".join(filter(None, names))


def _address(document: Row, side: str) -> StoreAddress | None:
    # Country and state alone prove nothing: the store invents them for orders without address.
    if not any(text(document, side + part) for part in ("address", "city", "zipcode")):
        return None
    return StoreAddress(
        company=_company(document, side),
        first_name=words(document, f"{side}firstname"),
        last_name=words(document, f"{side}lastname"),
        address1=words(document, f"{side}address"),
        address2=words(document, f"{side}address_2"),
        city=words(document, f"{side}city"),
        state=text(document, f"{side}state"),
        state_name=words(document, f"{side}state_descr"),
        postal_code=text(document, f"{side}zipcode"),
        country=text(document, f"{side}country"),
        country_name=words(document, f"{side}country_descr"),
        phone=text(document, f"{side}phone"),
    )


def _items(document: Row) -> list[Row]:
    """The rows of products. The map's key is the item's id, which add-ons leave out of rows."""
    return [
        row if text(row, "item_id") else {**row, "item_id": key}
        for key, row in mapping(document, "products").items()
        if isinstance(row, dict)
    ]


def _lines(items: Sequence[Row]) -> tuple[StoreLine, ...]:
    names = {text(row, "item_id"): _product_name(row) for row in items}
    return tuple(_line(row, names) for row in items)


def _product_name(row: Row) -> str:
    # Inside `extra` stands the name at the time of purchase.
    name = words(mapping(row, "extra"), "product") or words(row, "product")
    return name or "Product without a name"


def _line(row: Row, names: dict[str, str]) -> StoreLine:
    extra = mapping(row, "extra")
    is_download = is_yes(extra, "is_edp") and not is_yes(extra, "edp_shipping")
    quantity = whole(row, "amount")
    if not 0 <= quantity <= 2**31 - 1:
        raise Unreadable("amount", quantity)
    return StoreLine(
        store_line_id=text(row, "item_id"),
        store_product_id=text(row, "product_id"),
        sku=words(row, "product_code"),
        name=_product_name(row),
        options=(*map(_option, rows(extra, "product_options_value")), *_part_of(extra, names)),
        unit_price=amount(row, "price"),
        unit_discount=amount(row, "discount"),
        quantity=quantity,
        shipped_quantity=max(0, whole(row, "shipped_amount")),
        needs_shipping=not is_download,
    )


def _part_of(extra: Row, names: dict[str, str]) -> Iterator[StoreLineOption]:
    """Of what a line is a part: of a configured product or a bundle, by the ids of its lines."""
    for item_id in mapping(extra, "parent").values():
        if isinstance(item_id, str | int) and str(item_id) in names:
            yield StoreLineOption("Part of", names[str(item_id)])


def _option(option: Row) -> StoreLineOption:
    value = words(option, "variant_name") or words(option, "value")
    return StoreLineOption(words(option, "option_name"), value)


def _shipping_groups(document: Row) -> tuple[StoreShippingGroup, ...]:
    # Entries without shipping_id are phantoms that core leaves behind.
    chosen = [row for row in rows(document, "shipping") if text(row, "shipping_id")]
    return tuple(
        StoreShippingGroup(
            group_key=text(row, "group_key") or str(position),
            store_shipping_id=text(row, "shipping_id"),
            method_name=words(row, "shipping"),
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
