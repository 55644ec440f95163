"""The forms of RMAs: creating one, writing down what came in, what the customer gets."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from core.forms import QuantityField, RowForm, TableForm, TickedRowForm
from orders.models import Condition, OrderLine, Resolution, Rma, RmaApproval, RmaLine, RmaStatus
from orders.returns.rmas import Arrival, Returned


class ReturnRowForm(TickedRowForm):
    """One line of *Create RMA*. `most` pieces can come back."""

    quantity = QuantityField()

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        line: OrderLine,
        most: int,
        reasons: Sequence[str],
    ) -> None:
        super().__init__(data, key=line.pk, initial={"quantity": most})
        self.line, self.most = line, most
        self.fields["item"].label = f"Return {line.name}"
        self.fields["item"].disabled = not most
        self.fields["quantity"].label = f"Qty to Return of {line.name}"
        sentence = f"Enter a Qty to Return from 1 to {most}."
        self.fields["quantity"].error_messages |= {"invalid": sentence, "required": sentence}
        self.fields["reason"] = _one_of(reasons, f"Reason of {line.name}", "As for all items")

    def clean_quantity(self) -> int:
        number: int = self.cleaned_data["quantity"]
        if not 1 <= number <= self.most:
            raise forms.ValidationError(self.fields["quantity"].error_messages["invalid"])
        return number


class RmaForm(TableForm):
    """*Create RMA*. Once it is valid, `returned` is what comes back by line id."""

    description = forms.CharField(
        label="Description",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        left: Mapping[OrderLine, int],
        reasons: Sequence[str],
    ) -> None:
        super().__init__(data)
        self.rows = self.return_rows = [
            ReturnRowForm(data, line, most, reasons) for line, most in left.items()
        ]
        label = "Return Reason For All Items"
        self.fields["reason_for_all"] = _one_of(reasons, label, "Choose a reason")

    def clean(self) -> None:
        for row in self._ticked():
            if row.is_valid() and not self._reason_of(row):
                row.add_error("reason", "Choose a Reason, or a Return Reason For All Items.")

    @property
    def returned(self) -> dict[int, Returned]:
        """What comes back. Only of a valid form."""
        return {
            row.key: Returned(quantity=row.cleaned_data["quantity"], reason=self._reason_of(row))
            for row in self._ticked()
        }

    def _ticked(self) -> list[ReturnRowForm]:
        return [row for row in self.return_rows if row.is_ticked]

    def _reason_of(self, row: ReturnRowForm) -> str:
        return str(row.cleaned_data["reason"] or self.cleaned_data.get("reason_for_all", ""))


class ReceiptRowForm(RowForm):
    """What came in of one row of an RMA."""

    received = QuantityField(required=False)
    condition = forms.ChoiceField(choices=Condition.choices, required=False)
    restock = forms.BooleanField(required=False)

    def __init__(self, data: Mapping[str, Any] | None, row: RmaLine) -> None:
        super().__init__(data, key=row.pk)
        self.row, name = row, row.line.name
        self.fields["received"].label = f"Received now of {name}"
        self.fields["condition"].label = f"Condition of {name}"
        self.fields["restock"].label = f"Restock {name}"


class ReceiptForm(TableForm):
    """*Receive*: what came in of the rows of an RMA."""

    def __init__(self, data: Mapping[str, Any] | None, rows: Sequence[RmaLine]) -> None:
        super().__init__(data)
        self.rows = self.receipt_rows = [ReceiptRowForm(data, row) for row in rows]

    @property
    def received(self) -> dict[int, Arrival]:
        """What came in, by row id. Only of a valid form."""
        return {
            row.key: Arrival(
                quantity=row.cleaned_data["received"],
                condition=Condition(row.cleaned_data["condition"] or Condition.AS_NEW),
                is_restocked=row.cleaned_data["restock"],
            )
            for row in self.receipt_rows
            if row.cleaned_data["received"]
        }

    @property
    def first_problem(self) -> str:
        """The first thing that cannot be read, with its item; '' when everything can."""
        for row in self.receipt_rows:
            for sentences in row.errors.values():
                return f"{row.row.line.name}: {sentences[0]}"
        return ""


class ResolutionForm(forms.Form):
    """*Set Resolution* of the ticked items."""

    resolution = forms.ChoiceField(label="Resolution", choices=Resolution.choices)
    exchange_sku = forms.CharField(label="New SKU (Exchange)", max_length=128, required=False)
    comment = forms.CharField(label="Comment", max_length=2000, required=False)


class RmaStatusForm(forms.ModelForm[Rma]):
    """The RMA's own statuses."""

    class Meta:
        model = Rma
        fields = ["status", "approval"]

    @property
    def chosen(self) -> tuple[RmaStatus, RmaApproval]:
        """The two statuses. Only of a valid form."""
        return RmaStatus(self.cleaned_data["status"]), RmaApproval(self.cleaned_data["approval"])


class RmaBulkForm(forms.Form):
    """The statuses to give several RMAs; empty leaves one as it is."""

    status = forms.ChoiceField(
        label="RMA Status", choices=[("", "Unchanged"), *RmaStatus.choices], required=False
    )
    approval = forms.ChoiceField(
        label="RMA Approval Status",
        choices=[("", "Unchanged"), *RmaApproval.choices],
        required=False,
    )

    @property
    def says_something(self) -> bool:
        """Whether anything is to change. Only of a valid form."""
        return any(self.chosen)

    @property
    def chosen(self) -> tuple[RmaStatus | None, RmaApproval | None]:
        """The two statuses, None for one that stays. Only of a valid form."""
        status, approval = self.cleaned_data["status"], self.cleaned_data["approval"]
        return (
            RmaStatus(status) if status else None,
            RmaApproval(approval) if approval else None,
        )


def _one_of(names: Sequence[str], label: str, empty: str) -> forms.ChoiceField:
    choices = [("", empty), *((name, name) for name in names)]
    return forms.ChoiceField(label=label, choices=choices, required=False)
