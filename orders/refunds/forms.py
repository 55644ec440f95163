"""The form of *Cancel/Issue Refund*, and what people write beside it.

Amounts follow the quantities until a person types another one: each amount has a hidden twin with
what was proposed last, and a field that still equals its twin gets the new proposal.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from django import forms

from core.numbers import whole_number
from orders.refunds.calculation.arithmetic import NOTHING
from orders.refunds.calculation.standing import LineStanding, Standing
from orders.refunds.calculation.wanted import Piece, Wanted, proposal, shipping_for, tax_for

_NOT_AN_AMOUNT = "Enter an amount such as 12.50."


class CancellationForm(forms.Form):
    """Why an order is cancelled here."""

    comments = forms.CharField(
        label="Comments",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Say who cancelled it, and where. Kept as a General note, and on the timeline.",
        error_messages={"required": "Enter Comments: say who cancelled the order, and where."},
    )


class RejectionForm(forms.Form):
    """Why a request is rejected."""

    reason = forms.CharField(
        label="Reason",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Whoever asked for the refund reads it.",
        error_messages={"required": "Enter the reason: whoever asked must know what to do."},
    )


@dataclass(slots=True, kw_only=True)
class RefundRow:
    """The fields of one item."""

    standing: LineStanding
    is_ticked: bool
    quantity: str
    amount: str
    proposed: str
    problem: str = ""


class RefundForm:
    """What a person typed, or what is proposed at first.

    `wanted` is always set, as far as the fields can be read; only when `is_valid` it is what the
    person wants.
    """

    def __init__(
        self,
        data: Mapping[str, str] | None,
        standing: Standing,
        reasons: Sequence[str],
        *,
        ticked: Mapping[int, int] | None = None,
        keeps_open: bool = False,
        rma_id: int | None = None,
    ) -> None:
        self.standing, self.reasons = standing, list(reasons)
        self.problems: dict[str, str] = {}
        self._data = data or {}
        if data is None:
            self._propose(ticked or {}, keeps_open, rma_id)
        else:
            self._read()

    def is_valid(self) -> bool:
        """Whether every field can be read and a reason was chosen."""
        return not self.problems and not any(row.problem for row in self.rows)

    def _propose(self, ticked: Mapping[int, int], keeps_open: bool, rma_id: int | None) -> None:
        self.wanted = replace(proposal(self.standing, ticked), keeps_open=keeps_open, rma_id=rma_id)
        everything = {one.line.pk: one.pieces_left for one in self.standing.lines}
        usual = proposal(self.standing, {**everything, **ticked}).pieces
        self.rows = [
            RefundRow(
                standing=one,
                is_ticked=one.line.pk in ticked,
                quantity=str(usual[one.line.pk].quantity),
                amount=str(usual[one.line.pk].amount),
                proposed=str(usual[one.line.pk].amount),
            )
            for one in self.standing.lines
        ]
        self._show_amounts()

    def _read(self) -> None:
        self.rows = [self._row(one) for one in self.standing.lines]
        quantities = {
            row.standing.line.pk: int(row.quantity)
            for row in self.rows
            if row.is_ticked and not row.problem
        }
        proposed = proposal(self.standing, quantities)
        pieces = {}
        for row in self.rows:
            if row.standing.line.pk in quantities:
                pieces[row.standing.line.pk] = self._piece(row, proposed)
        self.wanted = Wanted(
            pieces=pieces,
            reason=self._reason(),
            comment=self._data.get("comment", "").strip()[:2000],
            is_local_only="is_local_only" in self._data,
            keeps_open="keeps_open" in self._data,
            rma_id=whole_number(self._data.get("rma", "")),
        )
        left = max(NOTHING, self.standing.left - self.wanted.items)
        shipping = min(shipping_for(self.standing, self.wanted), left)
        self.wanted = replace(self.wanted, shipping=self._amount("shipping", shipping))
        left = max(NOTHING, left - self.wanted.shipping)
        tax = min(tax_for(self.standing, self.wanted), left)
        self.wanted = replace(self.wanted, tax=self._amount("tax", tax))
        self._show_amounts(shipping, tax)

    def _row(self, one: LineStanding) -> RefundRow:
        key = one.line.pk
        row = RefundRow(
            standing=one,
            is_ticked=f"item_{key}" in self._data,
            quantity=self._data.get(f"quantity_{key}", "").strip(),
            amount=self._data.get(f"amount_{key}", "").strip(),
            proposed=self._data.get(f"proposed_{key}", ""),
        )
        is_number = row.quantity.isascii() and row.quantity.isdecimal() and len(row.quantity) < 10
        if row.is_ticked and not is_number:
            row.problem = "Enter how many pieces, such as 1."
        elif row.is_ticked and int(row.quantity) > one.pieces_left:
            row.problem = f"{one.pieces_left} left to refund."
        return row

    def _piece(self, row: RefundRow, proposed: Wanted) -> Piece:
        piece = proposed.pieces[row.standing.line.pk]
        if row.amount not in (row.proposed, ""):
            try:
                piece = replace(piece, amount=self._decimal(row.amount))
            except ValueError as problem:
                row.problem = str(problem)
        row.proposed = str(proposed.pieces[row.standing.line.pk].amount)
        if not row.problem:
            row.amount = str(piece.amount)
        return piece

    def _amount(self, name: str, proposed: Decimal) -> Decimal:
        typed = self._data.get(name, "").strip()
        if typed in (self._data.get(f"proposed_{name}", ""), ""):
            return proposed
        try:
            return self._decimal(typed)
        except ValueError as problem:
            self.problems[name] = str(problem)
            return proposed

    def _decimal(self, text: str) -> Decimal:
        """Raises `ValueError` with a sentence."""
        try:
            amount = Decimal(text.replace(",", "."))
        except InvalidOperation:
            raise ValueError(_NOT_AN_AMOUNT) from None
        if not amount.is_finite() or amount < 0 or amount >= 10**11:
            raise ValueError(_NOT_AN_AMOUNT)
        if amount != amount.quantize(Decimal(1).scaleb(-self.standing.places)):
            raise ValueError(f"Amounts have {self.standing.places} decimals here.")
        return amount.quantize(Decimal("0.01"))

    def _reason(self) -> str:
        reason = self._data.get("reason", "")
        if reason not in self.reasons:
            self.problems["reason"] = "Choose a Cancel/Refund Reason."
            return ""
        return reason

    def _show_amounts(self, shipping: Decimal | None = None, tax: Decimal | None = None) -> None:
        typed_shipping = self._data.get("shipping", "") if "shipping" in self.problems else ""
        typed_tax = self._data.get("tax", "") if "tax" in self.problems else ""
        self.shipping = typed_shipping or _written(self.wanted.shipping)
        self.tax = typed_tax or _written(self.wanted.tax)
        self.proposed_shipping = _written(self.wanted.shipping if shipping is None else shipping)
        self.proposed_tax = _written(self.wanted.tax if tax is None else tax)


def _written(amount: Decimal) -> str:
    """An amount as a field shows it; nothing is written with its cents, too."""
    return str(amount) if amount else "0.00"
