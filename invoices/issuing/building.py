"""From an order's rows to the documents that are printed. Pure: the rows are already read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from core.money import to_cents
from invoices.document import (
    NOTHING,
    Document,
    DocumentKind,
    DocumentLine,
    DocumentTax,
    Look,
    Party,
    TotalRow,
    added_up,
    with_base,
    with_base_of,
)
from orders.models import (
    Order,
    OrderAddress,
    OrderLine,
    OrderTax,
    PaymentStatus,
    Rma,
    RmaLine,
)
from orders.state.credited import tax_of_lines

_PAID = (PaymentStatus.CHARGED, PaymentStatus.PARTIAL_REFUND, PaymentStatus.FULL_REFUND)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """An order with all its rows that a document may print, and the company's side of it.

    Dates are days in the company's time zone.
    """

    order: Order
    lines: Sequence[OrderLine]
    taxes: Sequence[OrderTax]
    billing: OrderAddress | None
    shipping: OrderAddress | None
    methods: tuple[str, ...]
    tracking_numbers: tuple[str, ...]
    instructions: str
    seller: Party
    look: Look
    ordered_on: date
    today: date
    supplied_on: date | None = None
    logo: str = ""
    no_tax_reason: str = ""


def invoice(facts: OrderFacts, *, number: str = "", replaces: str = "") -> Document:
    """The invoice: its sums come to the order's grand total to the cent."""
    lines = tuple(document_line(line) for line in facts.lines)
    order, goods = facts.order, sum((line.amount for line in lines), NOTHING)
    taxes = _taxes(facts)
    based = tuple(_with_base(tax, facts, lines) for tax in taxes)
    parts = [
        TotalRow(key="subtotal", amount=goods),
        TotalRow(key="discount", amount=-order.discount),
        TotalRow(key="shipping", amount=order.shipping_total),
        TotalRow(key="surcharge", amount=order.surcharge),
        TotalRow(key="gift_bought", amount=order.gift_certificates_bought),
        *(_tax_row(tax) for tax in taxes if not tax.is_included),
        TotalRow(key="gift_used", amount=-order.gift_certificates_used),
    ]
    return Document(
        kind=DocumentKind.INVOICE,
        number=number,
        replaces=replaces,
        lines=lines,
        sums=added_up(parts, order.grand_total, steps=len(lines)),
        taxes=based,
        total=order.grand_total,
        is_paid=order.payment_status in _PAID,
        **common_of(facts),
    )


def frame(facts: OrderFacts) -> Document:
    """A document without contents: seller, look, addresses and dates as they are now."""
    return Document(kind=DocumentKind.CREDIT_NOTE, **common_of(facts))


def rma_slip(facts: OrderFacts, rma: Rma, returned: Sequence[RmaLine]) -> Document:
    """The slip that comes back in the parcel: which items return, how many of each, and why."""
    lines = tuple(
        replace(_counted(row.line, row.quantity, NOTHING), reason=row.reason) for row in returned
    )
    # What was said for the way there means nothing on the way back.
    common = common_of(facts) | {"customer_note": "", "instructions": ""}
    return Document(kind=DocumentKind.RMA_SLIP, number=str(rma), lines=lines, **common)


def common_of(facts: OrderFacts) -> dict[str, Any]:
    """The fields that all documents of an order have."""
    order = facts.order
    return {
        "look": facts.look,
        "issued_on": facts.today,
        "order_number": str(order.pk or ""),
        "channel_order_number": order.store_order_id,
        "ordered_on": facts.ordered_on,
        "supplied_on": facts.supplied_on,
        "currency": order.currency,
        "seller": facts.seller,
        "bill_to": replace(
            _party(facts.billing or facts.shipping, order), tax_number=order.customer_vat_number
        ),
        "ship_to": _party(facts.shipping or facts.billing, order),
        "payment_method": order.payment_method,
        "payment_reference": order.payment_reference,
        "shipping_methods": facts.methods,
        "tracking_numbers": facts.tracking_numbers,
        "customer_note": order.customer_note,
        "instructions": facts.instructions,
        "printed_count": order.invoice_printed_count,
        "no_tax_reason": facts.no_tax_reason,
        "logo": facts.logo,
    }


def _party(address: OrderAddress | None, order: Order) -> Party:
    if address is None:
        name = order.customer_company or order.customer_name
        lines = tuple(filter(None, [order.customer_name, order.customer_company]))
        return Party(name=name, lines=lines, email=order.customer_email, phone=order.customer_phone)
    person = f"{address.first_name} {address.last_name}".strip()
    company = address.company or _company_of(order, person)
    return Party(
        name=company or person or order.customer_name,
        lines=tuple(_with_company(address.text_lines, person, company)),
        street=", ".join(filter(None, [address.address1, address.address2])),
        city=address.city,
        postal_code=address.postal_code,
        country=address.country,
        email=order.customer_email,
        phone=address.phone or order.customer_phone,
    )


def _company_of(order: Order, person: str) -> str:
    """The business customer's company, for an address that names its person, or nobody.

    CS-Cart keeps it on the order and not in its addresses; a parcel for somebody else does not go
    to that company.
    """
    return order.customer_company if person in ("", order.customer_name) else ""


def _with_company(lines: Sequence[str], person: str, company: str) -> list[str]:
    """The lines of an address with the company below the person, where it is not there yet."""
    if not company or company in lines:
        return list(lines)
    place = 1 if person and lines and lines[0] == person else 0
    return [*lines[:place], company, *lines[place:]]


def document_line(line: OrderLine) -> DocumentLine:
    """A line of the order as it stands on documents."""
    return DocumentLine(
        name=line.name,
        quantity=line.quantity,
        sku=line.sku,
        line_id=line.pk or 0,
        options=_options(line),
        unit_price=line.unit_price,
        unit_discount=line.unit_discount,
        amount=line.line_total,
    )


def _counted(line: OrderLine, quantity: int, amount: Decimal) -> DocumentLine:
    each = amount / quantity if quantity else amount
    is_even = to_cents(each) * quantity == amount
    return DocumentLine(
        name=line.name,
        quantity=quantity,
        sku=line.sku,
        options=_options(line),
        unit_price=to_cents(each) if is_even else None,
        amount=amount,
    )


def _options(line: OrderLine) -> tuple[tuple[str, str], ...]:
    return tuple((option["name"], option["value"]) for option in line.options)


def _taxes(facts: OrderFacts) -> list[DocumentTax]:
    taxes = [
        DocumentTax(
            name=tax.name,
            rate=tax.rate if tax.is_percent else None,
            is_included=tax.is_included_in_prices,
            amount=tax.amount,
            of_shipping=tax.of_lines is None or bool(tax.of_shipping),
            of_lines=tax_of_lines(tax, facts.lines),
            shipping_amount=tax.of_shipping or NOTHING,
            surcharge_amount=tax.of_surcharge or NOTHING,
        )
        for tax in facts.taxes
    ]
    if not taxes and facts.order.tax_total:
        taxes = [DocumentTax(name="", rate=None, is_included=False, amount=facts.order.tax_total)]
    return taxes


def _with_base(tax: DocumentTax, facts: OrderFacts, lines: Sequence[DocumentLine]) -> DocumentTax:
    """`tax` with the net amount it was taken of: of what the store says, or of all that fits."""
    order, goods = facts.order, sum((line.amount for line in lines), NOTHING)
    steps = len(lines)
    if not tax.of_lines:
        charges = order.shipping_total + order.surcharge
        return with_base(tax, goods - order.discount, charges, steps)
    taxed = sum(
        (row.amount for row, one in zip(lines, tax.of_lines, strict=True) if one is not None),
        NOTHING,
    )
    discount = order.discount * taxed / goods if goods else NOTHING
    charges = order.shipping_total if tax.shipping_amount else NOTHING
    charges += order.surcharge if tax.surcharge_amount else NOTHING
    return with_base_of(tax, [taxed - discount + charges, taxed + charges], steps)


def _tax_row(tax: DocumentTax) -> TotalRow:
    return TotalRow(key="tax", amount=tax.amount, note=tax.name)
