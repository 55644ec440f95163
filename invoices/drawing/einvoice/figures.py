"""The figures of an e-invoice: net amounts by line, and by category and rate of VAT. Pure.

They are those of the page, to the cent. Where the store's prices include the tax, net parts are
shares of what the tax leaves, so that they add up; nothing stands here that is not on the page.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from core.money import CENT
from invoices.document import NOTHING, Document, DocumentTax
from invoices.drawing.einvoice.categories import Category, UnfitForEInvoice, category_of


@dataclass(frozen=True, slots=True, kw_only=True)
class NetAmount:
    """A net amount under its category; `label` is what it is called, '' for a line."""

    net: Decimal
    category: Category
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Net amounts: of each line, taken off and put on as a whole; bases and taxes by category."""

    lines: tuple[NetAmount, ...]
    allowances: tuple[NetAmount, ...]
    charges: tuple[NetAmount, ...]
    breakdown: tuple[tuple[Category, Decimal, Decimal], ...]

    @property
    def net(self) -> Decimal:
        """Everything without tax."""
        return sum((base for _, base, _ in self.breakdown), NOTHING)

    @property
    def tax(self) -> Decimal:
        """All taxes."""
        return sum((tax for _, _, tax in self.breakdown), NOTHING)


@dataclass(slots=True, kw_only=True)
class _Piece:
    """An amount of the page: a line, a part of the discount (negative), or a charge."""

    gross: Decimal
    kind: str
    label: str = ""
    position: int = 0
    net: Decimal = NOTHING


def figures_of(document: Document) -> Figures:
    """The figures of `document`. Raises `UnfitForEInvoice`."""
    if document.amount_of("other_discount") or document.amount_of("other_charge"):
        raise UnfitForEInvoice(
            "its parts do not come to its total, and the store does not say what was taken off or "
            "put on."
        )
    if document.amount_of("gift_bought"):
        raise UnfitForEInvoice("a gift certificate was bought, which is not a supply of goods.")
    groups = _groups(document)
    if any(tax.amount and place not in groups for place, tax in enumerate(document.taxes)):
        raise UnfitForEInvoice("a tax stands on it without the item that it was charged on.")
    categories: dict[int | None, Category] = {}
    for place, pieces in groups.items():
        tax = None if place is None else document.taxes[place]
        categories[place] = category_of(tax, document)
        _reckon_net(tax, pieces)
    rows = [(piece, categories[place]) for place, pieces in groups.items() for piece in pieces]
    return Figures(
        lines=_in_order(rows),
        allowances=_amounts(rows, "allowance"),
        charges=_amounts(rows, "charge"),
        breakdown=_breakdown(document, groups, categories),
    )


def _groups(document: Document) -> dict[int | None, list[_Piece]]:
    """All amounts by the tax that they carry, by its place; under None those without tax."""
    groups: dict[int | None, list[_Piece]] = defaultdict(list)
    taxes = [_tax_of_line(document, place) for place in range(len(document.lines))]
    for position, (place, line) in enumerate(zip(taxes, document.lines, strict=True)):
        groups[place].append(_Piece(gross=line.amount, kind="line", position=position))
    shipping, surcharge = document.amount_of("shipping"), document.amount_of("surcharge")
    of_shipping = _tax_of_charge(document, "shipping")
    if not document.lines and shipping:
        groups[of_shipping].append(_Piece(gross=shipping, kind="line", label="Shipping"))
    elif shipping:
        groups[of_shipping].append(_Piece(gross=shipping, kind="charge", label="Shipping"))
    if surcharge:
        of_surcharge = _tax_of_charge(document, "surcharge")
        charge = _Piece(gross=surcharge, kind="charge", label="Payment surcharge")
        groups[of_surcharge].append(charge)
    _take_discount(groups, -document.amount_of("discount"))
    if not groups:
        raise UnfitForEInvoice("no item stands on it.")
    return dict(groups)


def _is_told(document: Document) -> bool:
    return all(len(tax.of_lines) == len(document.lines) for tax in document.taxes)


def _tax_of_line(document: Document, line: int) -> int | None:
    """The place of the tax that a line carries; None for none."""
    taxes = document.taxes
    if any(tax.rate is None for tax in taxes if tax.amount):
        raise UnfitForEInvoice("a tax is a fixed amount, not a rate.")
    if not taxes:
        return None
    if not _is_told(document):
        if len(taxes) > 1:
            raise UnfitForEInvoice(
                "several taxes were charged, and the store does not say on which items."
            )
        return 0
    places = [place for place, tax in enumerate(taxes) if tax.of_lines[line] is not None]
    if len(places) > 1:
        raise UnfitForEInvoice("two taxes were charged on one item, and EN 16931 knows one.")
    return places[0] if places else None


def _tax_of_charge(document: Document, charge: str) -> int | None:
    if not document.taxes:
        return None
    if not _is_told(document) or not document.lines:
        covering = [place for place, tax in enumerate(document.taxes) if tax.of_shipping]
        return covering[0] if covering else None
    places = [place for place, tax in enumerate(document.taxes) if getattr(tax, f"{charge}_amount")]
    if len(places) > 1:
        raise UnfitForEInvoice(f"two taxes were charged on the {charge}.")
    return places[0] if places else None


def _take_discount(groups: dict[int | None, list[_Piece]], discount: Decimal) -> None:
    """Divide what was taken off the whole over the taxes, by what their lines cost."""
    if not discount:
        return
    goods = {
        place: sum((piece.gross for piece in pieces if piece.kind == "line"), NOTHING)
        for place, pieces in groups.items()
    }
    taxed = {place: amount for place, amount in goods.items() if amount}
    whole, so_far, taken = sum(taxed.values(), NOTHING), NOTHING, NOTHING
    for place, amount in taxed.items():
        so_far += amount
        part = (discount * so_far / whole).quantize(CENT) - taken
        taken += part
        groups[place].append(_Piece(gross=-part, kind="allowance", label="Discount"))


def _reckon_net(tax: DocumentTax | None, pieces: Sequence[_Piece]) -> None:
    """Give each piece its net amount. Raises `UnfitForEInvoice` where the tax is not its rate."""
    gross = sum((piece.gross for piece in pieces), NOTHING)
    if tax is None or not tax.rate:
        for piece in pieces:
            piece.net = piece.gross
        return
    base = gross - tax.amount if tax.is_included else gross
    if abs(base * tax.rate / 100 - tax.amount) > CENT * (len(pieces) + 1):
        raise UnfitForEInvoice(
            f"{tax.name or 'the tax'} of {tax.amount} is not {tax.rate.normalize():f} % of "
            f"{base}: the store took it of other amounts than it charged."
        )
    factor = 1 + tax.rate / 100 if tax.is_included else Decimal(1)
    for piece, net in zip(pieces, _shares(base, [p.gross / factor for p in pieces]), strict=True):
        piece.net = net


def _shares(total: Decimal, exact: Sequence[Decimal]) -> list[Decimal]:
    """`exact` rounded to cents so that they come to `total`; the largest rests get the cents.

    What is nothing stays nothing.
    """
    parts = [amount.quantize(CENT, rounding=ROUND_FLOOR) for amount in exact]
    missing = int((total - sum(parts, NOTHING)) / CENT)
    some = [place for place, amount in enumerate(exact) if amount]
    by_rest = sorted(some, key=lambda place: parts[place] - exact[place])
    step = CENT if missing > 0 else -CENT
    for turn in range(abs(missing) if by_rest else 0):
        parts[by_rest[turn % len(by_rest)]] += step
    return parts


def _in_order(rows: Sequence[tuple[_Piece, Category]]) -> tuple[NetAmount, ...]:
    """The lines as they stand on the page."""
    lines = sorted((row for row in rows if row[0].kind == "line"), key=lambda row: row[0].position)
    return tuple(
        NetAmount(net=piece.net, category=category, label=piece.label) for piece, category in lines
    )


def _amounts(rows: Sequence[tuple[_Piece, Category]], kind: str) -> tuple[NetAmount, ...]:
    return tuple(
        NetAmount(net=abs(piece.net), category=category, label=piece.label)
        for piece, category in rows
        if piece.kind == kind and piece.net
    )


def _breakdown(
    document: Document,
    groups: dict[int | None, list[_Piece]],
    categories: dict[int | None, Category],
) -> tuple[tuple[Category, Decimal, Decimal], ...]:
    """Bases and taxes by category and rate; two taxes of one rate are one row."""
    found: dict[Category, tuple[Decimal, Decimal]] = {}
    for place, pieces in groups.items():
        base, tax = found.get(categories[place], (NOTHING, NOTHING))
        base += sum((piece.net for piece in pieces), NOTHING)
        tax += NOTHING if place is None else document.taxes[place].amount
        found[categories[place]] = base, tax
    return tuple((category, base, tax) for category, (base, tax) in found.items())
