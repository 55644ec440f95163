"""What a printed document says: a frozen value, made from an order's rows. Pure: no database.

It knows amounts and dates, not how they are written; `invoices.drawing.sheet` writes them in a
language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.money import CENT, to_cents

NOTHING = Decimal("0.00")


class DocumentKind(StrEnum):
    """The documents that are printed from one design."""

    INVOICE = "invoice"
    PACKING_SLIP = "packing_slip"
    CREDIT_NOTE = "credit_note"
    RMA_SLIP = "rma_slip"


class Paper(StrEnum):
    """What it is printed on."""

    A4 = "a4"
    LETTER = "letter"
    THERMAL = "thermal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a document looks. `shows` names what is printed, see `invoices.document.options.OPTIONS`.

    `language` is one of `invoices.document.words`; `locale` is Babel's name for numbers and dates.
    """

    paper: Paper = Paper.A4
    language: str = "en"
    locale: str = "en_US"
    shows: tuple[str, ...] = ()
    footer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """The seller or a customer. `lines` is the postal address; `country` is ISO 3166 alpha-2."""

    name: str = ""
    lines: tuple[str, ...] = ()
    street: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""
    tax_number: str = ""
    registration: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentLine:
    """A product. `unit_price` is after the discount; amounts are None where none are known.

    `reason` is why it comes back, on an RMA slip. `line_id` is the order's line; 0 in documents of
    earlier versions. `pieces` says on a packing slip how many were ordered, shipped before and so
    on, by the key of a word.
    """

    name: str
    quantity: int
    sku: str = ""
    options: tuple[tuple[str, str], ...] = ()
    unit_price: Decimal | None = None
    unit_discount: Decimal = NOTHING
    amount: Decimal = NOTHING
    reason: str = ""
    line_id: int = 0
    pieces: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalRow:
    """A row of the totals; `amount` as it counts, deductions negative. `key` is a word's key.

    `note` is what the key's word does not say, for example a tax's name and rate.
    """

    key: str
    amount: Decimal
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentTax:
    """A tax of the document. `rate` is in percent, None for a fixed amount.

    `base` is the net amount it was taken of, None where the store's figures do not tell;
    `of_shipping` tells whether shipping and surcharge are part of the base. Where the store tells,
    `of_lines` is the tax of each line of the document (None for a line without it),
    `shipping_amount` and `surcharge_amount` those of shipping and surcharge; else () and nothing.
    """

    name: str
    rate: Decimal | None
    is_included: bool
    amount: Decimal
    base: Decimal | None = None
    of_shipping: bool = True
    of_lines: tuple[Decimal | None, ...] = ()
    shipping_amount: Decimal = NOTHING
    surcharge_amount: Decimal = NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One invoice, packing slip, credit note or RMA slip.

    The sums add up to `total`, in `currency`. `corrects` is the number of the invoice that a credit
    note corrects, `corrects_issued_on` its date; it `is_cancellation` where it takes the whole
    invoice back. An invoice `replaces` a cancelled one. `supplied_on` is the day on which the last
    parcel left. `printed_count` is how often the order's invoice was printed before.
    """

    kind: DocumentKind
    look: Look
    number: str = ""
    issued_on: date
    order_number: str
    channel_order_number: str
    ordered_on: date
    currency: str
    seller: Party
    bill_to: Party | None = None
    ship_to: Party | None = None
    lines: tuple[DocumentLine, ...] = ()
    sums: tuple[TotalRow, ...] = ()
    taxes: tuple[DocumentTax, ...] = ()
    total: Decimal = NOTHING
    payment_method: str = ""
    payment_reference: str = ""
    is_paid: bool = False
    shipping_methods: tuple[str, ...] = ()
    tracking_numbers: tuple[str, ...] = ()
    customer_note: str = ""
    instructions: str = ""
    reason: str = ""
    corrects: str = ""
    corrects_issued_on: date | None = None
    supplied_on: date | None = None
    is_cancellation: bool = False
    replaces: str = ""
    printed_count: int = 0
    no_tax_reason: str = ""
    logo: str = ""

    def amount_of(self, key: str) -> Decimal:
        """The sum of the rows called `key`."""
        return sum((row.amount for row in self.sums if row.key == key), NOTHING)


def added_up(parts: Sequence[TotalRow], total: Decimal, *, steps: int = 0) -> tuple[TotalRow, ...]:
    """`parts` without empty rows, and what is missing to `total` as a row of its own.

    Stores round at each of `steps`, so their parts may miss their total by some cents; what is more
    than that was taken off or put on for another reason, and is not called rounding.
    """
    kept = [part for part in parts if part.amount or part.key == "subtotal"]
    missing = total - sum((part.amount for part in kept), NOTHING)
    if missing:
        key = "rounding" if abs(missing) <= CENT * (steps + 5) else _other(missing)
        kept.append(TotalRow(key=key, amount=missing))
    return tuple(kept)


def _other(missing: Decimal) -> str:
    return "other_discount" if missing < 0 else "other_charge"


def with_base(tax: DocumentTax, goods: Decimal, charges: Decimal, steps: int) -> DocumentTax:
    """`tax` with the net amount it was taken of.

    `goods` is what the lines come to after discounts, `charges` shipping and surcharge; the store
    may have rounded `steps` times on the way. Without a fitting reading the base is reckoned back
    from the amount alone.
    """
    if not tax.rate:
        return tax
    for of_shipping, taxed in ((True, goods + charges), (False, goods)):
        if (base := _fitting_base(tax, taxed, steps)) is not None:
            return replace(tax, base=base, of_shipping=of_shipping)
    return replace(tax, base=to_cents(tax.amount * 100 / tax.rate))


def with_base_of(tax: DocumentTax, taxed: Sequence[Decimal], steps: int) -> DocumentTax:
    """`tax` with the net amount of the first of `taxed` that it fits, else reckoned back."""
    if not tax.rate:
        return tax
    fitting = (_fitting_base(tax, amount, steps) for amount in taxed)
    base = next((one for one in fitting if one is not None), None)
    return replace(tax, base=to_cents(tax.amount * 100 / tax.rate) if base is None else base)


def _fitting_base(tax: DocumentTax, taxed: Decimal, steps: int) -> Decimal | None:
    """The net part of `taxed`, where the tax is its rate of it but for rounding; else None."""
    assert tax.rate is not None  # noqa: S101  # callers ask for it
    base = taxed - tax.amount if tax.is_included else taxed
    fits = abs(base * tax.rate / 100 - tax.amount) <= CENT * (steps + 1)
    return to_cents(base) if fits else None
