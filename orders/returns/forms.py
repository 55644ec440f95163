"""The forms of RMAs: creating one, and writing down what came in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django import forms

from core.refusals import Refused
from orders.models import Condition, OrderLine, Resolution, Rma, RmaApproval, RmaLine, RmaStatus
from orders.returns.rmas import Arrival, Returned


@dataclass(slots=True, kw_only=True)
class ReturnRow:
    """The fields of one line. `most` pieces can come back."""

    line: OrderLine
    most: int
    is_ticked: bool
    quantity: str
    reason: str
    problem: str = ""


class RmaForm:
    """*Create RMA* as typed; `returned` by line id once it is valid."""

    def __init__(
        self,
        data: Mapping[str, str] | None,
        left: Mapping[OrderLine, int],
        reasons: Sequence[str],
    ) -> None:
        self.reasons = list(reasons)
        self._data = data or {}
        self.description = self._data.get("description", "").strip()[:5000]
        self.reason_for_all = self._data.get("reason_for_all", "")
        self.returned: dict[int, Returned] = {}
        self.rows = [self._row(line, most) for line, most in left.items()]

    def is_valid(self) -> bool:
        """Whether every ticked row can be read."""
        return not any(row.problem for row in self.rows)

    def _row(self, line: OrderLine, most: int) -> ReturnRow:
        row = ReturnRow(
            line=line,
            most=most,
            is_ticked=f"item_{line.pk}" in self._data,
            quantity=self._data.get(f"quantity_{line.pk}", str(most)).strip(),
            reason=self._data.get(f"reason_{line.pk}", ""),
        )
        if not row.is_ticked:
            return row
        reason = row.reason or self.reason_for_all
        quantity = whole(row.quantity)
        if not quantity or quantity > most:
            row.problem = f"Enter a Qty to Return from 1 to {most}."
        elif reason not in self.reasons:
            row.problem = "Choose a Reason, or a Return Reason For All Items."
        else:
            self.returned[line.pk] = Returned(quantity=quantity, reason=reason)
        return row


class ResolutionForm(forms.Form):
    """*Set Resolution* of one item."""

    resolution = forms.ChoiceField(label="Resolution", choices=Resolution.choices)
    exchange_sku = forms.CharField(label="New SKU", max_length=128, required=False)
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


def arrivals_of(data: Mapping[str, str], rows: Sequence[RmaLine]) -> dict[int, Arrival]:
    """What came in, by row id. Raises `Refused`."""
    found = {}
    for row in rows:
        text = data.get(f"received_{row.pk}", "").strip() or "0"
        quantity = whole(text)
        if quantity is None:
            raise Refused(f"{row.line.name}: enter how many pieces came in, such as 1.")
        condition = data.get(f"condition_{row.pk}", Condition.AS_NEW)
        if condition not in Condition.values:
            raise Refused(f"{row.line.name}: choose a Condition.")
        found[row.pk] = Arrival(
            quantity=quantity,
            condition=Condition(condition),
            is_restocked=f"restock_{row.pk}" in data,
        )
    return found


def whole(text: str) -> int | None:
    """`text` as a number of pieces; None when it is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None
