"""A document as plain texts in its language: what every template is given.

Only texts, numbers, lists and dicts leave here, so that a template can reach nothing else. The
fields are listed for staff in `invoices.drawing.fields`.
"""

import re
from collections.abc import Collection
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal, get_currency_symbol

from core.money import shown_places
from invoices.document import NOTHING, Document, DocumentKind, DocumentLine, DocumentTax, Party
from invoices.document.options import OPTIONS
from invoices.document.words import RIGHT_TO_LEFT, words_of
from invoices.drawing.barcodes import code128

Sheet = dict[str, Any]
LOGO_ADDRESS = "asset:logo"

# What a document never shows, whatever was chosen: a slip in a parcel tells no prices.
_WITHOUT_PRICES = (DocumentKind.PACKING_SLIP, DocumentKind.RMA_SLIP)


def sheet_of(document: Document, pictures: Collection[str] = ()) -> Sheet:
    """The fields of `document` as texts, lists and dicts; `pictures` are those at hand by name."""
    look, words = document.look, words_of(document.look.language)
    shows = set(look.shows)
    if document.kind in _WITHOUT_PRICES:
        shows.discard("prices")
    money = _Money(document, look.locale)
    return {
        "kind": document.kind.value,
        "title": words["cancellation" if document.is_cancellation else document.kind.value],
        "is_cancellation": document.is_cancellation,
        "replaces": document.replaces,
        "words": words,
        "language": look.language,
        "direction": "rtl" if look.language in RIGHT_TO_LEFT else "ltr",
        "paper": look.paper.value,
        "show": {name: name in shows for name in OPTIONS},
        "number": document.number,
        "issued_on": _day(document.issued_on, look.locale),
        "order_number": document.order_number,
        "channel_order_number": document.channel_order_number,
        "ordered_on": _day(document.ordered_on, look.locale),
        "corrects": document.corrects,
        "reason": document.reason,
        "currency": document.currency,
        "seller": _party(document.seller),
        "bill_to": _party(document.bill_to or Party()),
        "ship_to": _party(document.ship_to or Party()),
        "has_other_ship_to": document.ship_to != document.bill_to,
        "lines": [
            _line(position, line, money, words)
            for position, line in enumerate(document.lines, start=1)
        ],
        "sums": [
            {"key": row.key, "label": row.note or words[row.key], "amount": money(row.amount)}
            for row in document.sums
        ],
        "taxes": [_tax(tax, money, look.locale, words) for tax in document.taxes],
        "amounts": {
            key: money(document.amount_of(key))
            for key in ("subtotal", "discount", "shipping", "surcharge", "tax", "gift_used")
        },
        "total": money(document.total),
        "is_paid": document.is_paid,
        "payment_method": document.payment_method,
        "payment_reference": document.payment_reference,
        "shipping_methods": list(document.shipping_methods),
        "tracking_numbers": list(document.tracking_numbers),
        "customer_note": document.customer_note,
        "instructions": document.instructions,
        "footer": look.footer,
        "no_tax_reason": document.no_tax_reason if not document.taxes else "",
        "printed_count": document.printed_count,
        "logo": LOGO_ADDRESS if "logo" in shows and "logo" in pictures else "",
        "barcode": code128(_scanned(document)) if "barcode" in shows else "",
    }


def _scanned(document: Document) -> str:
    """What the barcode says: the warehouse looks a return up by its RMA, all else by the order."""
    return document.number if document.kind is DocumentKind.RMA_SLIP else document.order_number


class _Money:
    """Writes the amounts of a document in one locale, all with as many decimals.

    Those are the currency's own, or more where the store counted more.
    """

    def __init__(self, document: Document, locale: str) -> None:
        self._currency, self._locale = document.currency, parsed(locale)
        places = shown_places(document.currency)
        if any(amount != round(amount, places) for amount in _amounts_of(document)):
            places = 2
        self._pattern = copy(self._locale.currency_formats["standard"])
        self._pattern.frac_prec = (places, places)
        symbol = get_currency_symbol(self._currency, self._locale)
        self._symbol = re.compile(rf"{re.escape(symbol)}(?=\d)" if symbol.isalpha() else "(?!)")

    def __call__(self, amount: Decimal | None) -> str:
        if amount is None:
            return ""
        text: str = self._pattern.apply(
            amount, self._locale, currency=self._currency, currency_digits=False
        )
        # "KWD1.500" reads badly: a symbol of letters is set apart.
        return self._symbol.sub("\\g<0>\xa0", text)


def _amounts_of(document: Document) -> list[Decimal]:
    amounts = [document.total, *(row.amount for row in document.sums)]
    amounts += [amount for tax in document.taxes for amount in (tax.amount, tax.base or NOTHING)]
    amounts += [
        amount
        for line in document.lines
        for amount in (line.amount, line.unit_price or NOTHING, line.unit_discount)
    ]
    return amounts


@cache
def parsed(locale: str) -> Locale:
    """Babel's locale called `locale`."""
    return Locale.parse(locale)


def _day(day: date, locale: str) -> str:
    return format_date(day, "medium", locale=parsed(locale))


def _party(party: Party) -> dict[str, Any]:
    return {
        "name": party.name,
        "lines": list(party.lines),
        "city": party.city,
        "postal_code": party.postal_code,
        "country": party.country,
        "email": party.email,
        "phone": party.phone,
        "tax_number": party.tax_number,
        "registration": party.registration,
    }


def _line(
    position: int, line: DocumentLine, money: _Money, words: dict[str, str]
) -> dict[str, Any]:
    return {
        "position": position,
        "name": line.name,
        "sku": line.sku,
        "options": [{"name": name, "value": value} for name, value in line.options],
        "option_text": ", ".join(f"{name}: {value}" for name, value in line.options),
        "quantity": line.quantity,
        "unit_price": money(line.unit_price),
        "unit_discount": money(line.unit_discount) if line.unit_discount else "",
        "amount": money(line.amount),
        "reason": line.reason,
        "pieces": [{"label": words[key], "number": number} for key, number in line.pieces],
    }


def _tax(tax: DocumentTax, money: _Money, locale: str, words: dict[str, str]) -> dict[str, Any]:
    rate = format_decimal(tax.rate.normalize(), locale=parsed(locale)) if tax.rate else ""
    return {
        "name": tax.name or words["tax"],
        "rate": f"{rate}\u00a0%" if rate else "",
        "is_included": tax.is_included,
        "how": words["tax_included"] if tax.is_included else words["tax_added"],
        "base": money(tax.base),
        "amount": money(tax.amount),
    }
