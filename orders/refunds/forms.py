"""The form of *Cancel/Issue Refund*, and what people write beside it.

Amounts follow the quantities until a person types another one: each amount has a hidden twin with
what was proposed last, and a field that still equals its twin gets the new proposal.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from msgspec.structs import replace

from core.forms import AmountField, QuantityField, TableForm, TickedRowForm
from core.money import NOTHING
from orders.refunds.refund_request import (
    RefundedPieces,
    RefundRequest,
    propose,
    shipping_for,
    tax_for,
)
from orders.refunds.refundable import Refundable, RefundableLine


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


class RefundRowForm(TickedRowForm):
    """The fields of one item."""

    quantity = QuantityField()
    proposed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: dict[str, Any] | None, line: RefundableLine, places: int, **initial: Any
    ) -> None:
        super().__init__(data, key=line.line.pk, initial=initial)
        self._sent = data or {}
        self.line, name = line, line.line.name
        self.fields["item"].label = f"Refund {name}"
        self.fields["item"].disabled = not line.pieces_left and not line.left
        quantity = self.fields["quantity"]
        quantity.label = f"Qty To Refund/Cancel of {name}"
        quantity.error_messages["required"] = quantity.error_messages["invalid"]
        self.fields["amount"] = AmountField(
            label=f"Amount of {name}", places=places, required=False
        )

    def clean_quantity(self) -> int:
        number: int = self.cleaned_data["quantity"]
        if number > self.line.pieces_left:
            raise forms.ValidationError(f"{self.line.pieces_left} left to refund.")
        return number

    def pieces(self, proposed: RefundedPieces) -> RefundedPieces:
        """What is meant by the row, whose quantity can be read; it then shows `proposed`."""
        typed = self.cleaned_data.get("amount")
        follows = self["amount"].value() in (self.cleaned_data.get("proposed", ""), "")
        amount = proposed.amount if typed is None or follows else typed
        shown = {"proposed": str(proposed.amount)}
        if "amount" not in self.errors:
            shown["amount"] = str(amount)
        self._sent |= {self.add_prefix(name): value for name, value in shown.items()}
        return RefundedPieces(quantity=proposed.quantity, amount=amount)


class RefundForm(TableForm):
    """What a person typed, or what is proposed at first.

    `refund_request` is what is meant, as far as the fields can be read; only of a valid form it is
    what the person wants. `is_sent`: the refund is to be made, and not only worked out.
    """

    comment = forms.CharField(label="Comments", max_length=2000, required=False)
    is_local_only = forms.BooleanField(
        label="Do Not Send To Website",
        required=False,
        help_text="Refund here alone. It can be sent later from the order.",
    )
    keeps_open = forms.BooleanField(
        label="Keep the order open",
        required=False,
        help_text="The rest of the order is still to be shipped.",
    )
    rma = forms.IntegerField(required=False, widget=forms.HiddenInput)
    proposed_shipping = forms.CharField(required=False, widget=forms.HiddenInput)
    proposed_tax = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        refundable: Refundable,
        reasons: Sequence[str],
        *,
        is_sent: bool = False,
        ticked: Mapping[int, int] | None = None,
        keeps_open: bool = False,
        rma_id: int | None = None,
    ) -> None:
        self._sent = dict(data or {})
        super().__init__(None if data is None else self._sent)
        self.refundable, self.is_sent = refundable, is_sent
        self._set_fields(reasons, is_sent=is_sent)
        self.refund_request = RefundRequest()
        if data is None:
            self._propose(ticked or {}, keeps_open, rma_id)
        else:
            self.rows = self.refund_rows = [
                RefundRowForm(self._sent, line, refundable.places) for line in refundable.lines
            ]

    def clean(self) -> None:
        ticked = [row for row in self.refund_rows if row.is_ticked and "quantity" not in row.errors]
        quantities = {row.key: row.cleaned_data["quantity"] for row in ticked}
        proposed = propose(self.refundable, quantities).pieces
        cleaned = self.cleaned_data
        request = RefundRequest(
            pieces={row.key: row.pieces(proposed[row.key]) for row in ticked},
            reason=cleaned.get("reason", ""),
            comment=cleaned.get("comment", ""),
            is_local_only=cleaned["is_local_only"],
            keeps_open=cleaned["keeps_open"],
            rma_id=cleaned.get("rma"),
        )
        shipping = self._follow("shipping", shipping_for(self.refundable, request))
        request = replace(request, shipping=shipping)
        tax = self._follow("tax", tax_for(self.refundable, request))
        self.refund_request = replace(request, tax=tax)

    def _set_fields(self, reasons: Sequence[str], *, is_sent: bool) -> None:
        self.fields["reason"] = forms.ChoiceField(
            label="Cancel/Refund Reason",
            choices=[("", "Choose a reason"), *((name, name) for name in reasons)],
            required=is_sent,
            error_messages=dict.fromkeys(
                ("required", "invalid_choice"), "Choose a Cancel/Refund Reason."
            ),
        )
        places = self.refundable.places
        for name, label, left in (
            ("shipping", "Shipping Refund", self.refundable.shipping_left),
            ("tax", "Tax Refund", self.refundable.tax_left),
        ):
            self.fields[name] = AmountField(
                label=label,
                places=places,
                required=False,
                help_text=f"{left:,.2f} {self.refundable.currency} left",
            )

    def _propose(self, ticked: Mapping[int, int], keeps_open: bool, rma_id: int | None) -> None:
        """What a page shows first: pieces of `ticked`, and beside every other item all of it."""
        request = propose(self.refundable, ticked)
        self.refund_request = replace(request, keeps_open=keeps_open, rma_id=rma_id)
        everything = {line.line.pk: line.pieces_left for line in self.refundable.lines}
        usual = propose(self.refundable, {**everything, **ticked}).pieces
        self.rows = self.refund_rows = [
            RefundRowForm(
                None,
                line,
                self.refundable.places,
                item=line.line.pk in ticked,
                quantity=usual[line.line.pk].quantity,
                amount=_written(usual[line.line.pk].amount),
                proposed=_written(usual[line.line.pk].amount),
            )
            for line in self.refundable.lines
        ]
        shipping, tax = _written(request.shipping), _written(request.tax)
        self.initial = {
            **{"shipping": shipping, "proposed_shipping": shipping},
            **{"tax": tax, "proposed_tax": tax},
            **{"keeps_open": keeps_open, "rma": rma_id},
        }

    def _follow(self, name: str, proposed: Decimal) -> Decimal:
        """The amount that is meant: what was typed, or `proposed` where nothing was."""
        typed: Decimal | None = self.cleaned_data.get(name)
        follows = self[name].value() in (self.cleaned_data.get(f"proposed_{name}", ""), "", None)
        amount = proposed if typed is None or follows else typed
        self._sent[f"proposed_{name}"] = _written(proposed)
        if name not in self.errors:
            self._sent[name] = _written(amount)
        return amount


def _written(amount: Decimal) -> str:
    """An amount as a field shows it; nothing is written with its cents, too."""
    return str(amount) if amount else str(NOTHING.quantize(Decimal("0.01")))
