"""The credit note of a refund: it corrects the invoice as it was issued. Pure.

Amounts and taxes come from the invoice's frozen facts, never from the order of today; see
`orders.state.credited` for how they are divided.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from core.money import places_of, to_cents
from invoices.document import NOTHING, Document, DocumentKind, DocumentLine, DocumentTax, TotalRow
from orders.models import OrderLine, Refund, RefundLine
from orders.state.credited import PaidBack, Sale, SoldTax, TakenBack, taken_back


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundRows:
    """A refund and its lines."""

    refund: Refund
    lines: Sequence[RefundLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Credit:
    """What a refund takes back. `lines` and `shipping` contain their taxes."""

    lines: tuple[Decimal, ...]
    shipping: Decimal
    taxes: tuple[DocumentTax, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.lines, self.shipping)

    @property
    def added_tax(self) -> Decimal:
        return sum((tax.amount for tax in self.taxes if not tax.is_included), NOTHING)


def credit_note(
    invoice: Document, frame: Document, refunds: Sequence[RefundRows], *, number: str = ""
) -> Document:
    """The credit note of the last of `refunds`, which are the order's refunds up to it.

    `frame` is a document of the order as it is now: it gives seller, look and date. What goes back
    and to whom is told as on the `invoice`. Nothing goes back that the invoice does not have; its
    `total` is 0 where that is all there is.
    """
    refund, credit = refunds[-1].refund, _credit_of(invoice, refunds)
    note = replace(
        invoice,
        kind=DocumentKind.CREDIT_NOTE,
        look=replace(frame.look, language=invoice.look.language, locale=invoice.look.locale),
        number=number,
        issued_on=frame.issued_on,
        seller=frame.seller,
        logo=frame.logo,
        no_tax_reason=frame.no_tax_reason,
        reason=refund.reason,
        corrects=invoice.number,
        corrects_issued_on=invoice.issued_on,
        is_paid=False,
        taxes=credit.taxes,
        total=credit.total,
    )
    if credit.total == refund.total and credit.added_tax == refund.tax_amount:
        return _as_refunded(note, invoice, refunds[-1])
    return _with_taxes_inside(note, invoice, refunds[-1], credit)


def _as_refunded(note: Document, invoice: Document, rows: RefundRows) -> Document:
    """`note` with the refund's own amounts, and the taxes that were added to prices below."""
    refund = rows.refund
    sums = [
        TotalRow(key="subtotal", amount=refund.items_amount),
        TotalRow(key="shipping", amount=refund.shipping_amount),
        *(
            TotalRow(key="tax", amount=tax.amount, note=tax.name)
            for tax in note.taxes
            if not tax.is_included
        ),
    ]
    amounts = {
        place: (row.quantity, to_cents(row.amount))
        for row in rows.lines
        if row.amount and (place := _place_of(invoice, row.line)) is not None
    }
    return _with_lines(note, invoice, amounts, sums)


def _with_taxes_inside(
    note: Document, invoice: Document, rows: RefundRows, credit: _Credit
) -> Document:
    """`note` with taxes contained in its amounts: the refund gave another tax back than is due."""
    pieces = {_place_of(invoice, row.line): row.quantity for row in rows.lines}
    amounts = {
        place: (pieces.get(place, 0), amount) for place, amount in enumerate(credit.lines) if amount
    }
    sums = [
        TotalRow(key="subtotal", amount=sum(credit.lines, NOTHING)),
        TotalRow(key="shipping", amount=credit.shipping),
    ]
    taxes = tuple(replace(tax, is_included=True) for tax in note.taxes)
    return _with_lines(replace(note, taxes=taxes), invoice, amounts, sums)


def _with_lines(
    note: Document,
    invoice: Document,
    amounts: Mapping[int, tuple[int, Decimal]],
    sums: Sequence[TotalRow],
) -> Document:
    """`note` with pieces and amounts of lines of the invoice, by their place there."""
    lines = [
        _counted(invoice.lines[place], n or 1, amount) for place, (n, amount) in amounts.items()
    ]
    taxes = tuple(
        replace(
            tax,
            of_lines=tuple(
                _tax_of_line(tax, invoice, place, amount) for place, (_, amount) in amounts.items()
            )
            if tax.of_lines
            else (),
        )
        for tax in note.taxes
    )
    kept = tuple(row for row in sums if row.amount or row.key == "subtotal")
    return replace(note, lines=tuple(lines), sums=kept, taxes=taxes)


def _tax_of_line(
    tax: DocumentTax, invoice: Document, place: int, amount: Decimal
) -> Decimal | None:
    whole, sold = tax.of_lines[place], invoice.lines[place].amount
    return None if whole is None else to_cents(whole * amount / sold) if sold else NOTHING


def _credit_of(invoice: Document, refunds: Sequence[RefundRows]) -> _Credit:
    sale, places = sale_of(invoice), places_of(invoice.currency)
    before = taken_back(sale, _paid_back(invoice, refunds[:-1]), places=places)
    after = taken_back(sale, _paid_back(invoice, refunds), places=places)
    *lines, shipping = (b - a for a, b in zip(before.parts, after.parts, strict=True))
    return _Credit(
        lines=tuple(lines), shipping=shipping, taxes=_taxes_between(invoice, before, after)
    )


def sale_of(invoice: Document) -> Sale:
    """What was charged, as the invoice says."""
    return Sale(
        lines=tuple(line.amount for line in invoice.lines),
        shipping=invoice.amount_of("shipping"),
        total=invoice.total,
        taxes=tuple(
            SoldTax(
                amount=tax.amount,
                is_included=tax.is_included,
                of_lines=tax.of_lines,
                of_shipping=tax.shipping_amount,
                covers_shipping=tax.of_shipping,
            )
            for tax in invoice.taxes
        ),
    )


def _taxes_between(
    invoice: Document, before: TakenBack, after: TakenBack
) -> tuple[DocumentTax, ...]:
    """The taxes that go back; those of which nothing does are left out beside others."""
    taxes = [
        replace(
            tax,
            amount=after.taxes[place] - before.taxes[place],
            base=_base_between(tax, before.shares[place], after.shares[place]),
        )
        for place, tax in enumerate(invoice.taxes)
    ]
    return tuple(tax for tax in taxes if tax.amount) or tuple(taxes[:1])


def _base_between(tax: DocumentTax, before: Fraction, after: Fraction) -> Decimal | None:
    if tax.base is None:
        return None
    return _part(tax.base, after) - _part(tax.base, before)


def _part(amount: Decimal, share: Fraction) -> Decimal:
    exact = Fraction(amount) * share
    return to_cents(Decimal(exact.numerator) / exact.denominator)


def _paid_back(invoice: Document, refunds: Sequence[RefundRows]) -> PaidBack:
    lines = [NOTHING] * len(invoice.lines)
    for rows in refunds:
        for row in rows.lines:
            place = _place_of(invoice, row.line)
            if place is not None:
                lines[place] += row.amount
    return PaidBack(
        lines=tuple(lines),
        shipping=sum((rows.refund.shipping_amount for rows in refunds), NOTHING),
        tax=sum((rows.refund.tax_amount for rows in refunds), NOTHING),
    )


def _place_of(invoice: Document, line: OrderLine) -> int | None:
    """Where `line` stands on the invoice; None for one that came to the order later.

    Invoices that were issued by earlier versions do not name their order's lines: there SKU and
    name tell.
    """
    for place, sold in enumerate(invoice.lines):
        if sold.line_id == line.pk and line.pk:
            return place
    for place, sold in enumerate(invoice.lines):
        if not sold.line_id and (sold.sku, sold.name) == (line.sku, line.name):
            return place
    return None


def _counted(sold: DocumentLine, quantity: int, amount: Decimal) -> DocumentLine:
    """A line of the invoice with other pieces; its price only where it is even."""
    each = to_cents(amount / quantity)
    unit_price = each if each * quantity == amount else None
    return replace(
        sold, quantity=quantity, amount=amount, unit_price=unit_price, unit_discount=NOTHING
    )
