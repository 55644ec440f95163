"""The form of Profit & Loss: unit costs of lines, and fees of the order."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField

from orders.models import OrderCost, OrderCostKind, OrderLine

_NOTHING = Decimal("0.00")


class CostForm(forms.Form):
    """One field a line, named `cost_<id>`, and one a kind of fee. Empty costs are unknown ones."""

    def __init__(
        self, data: Any, *, lines: Sequence[OrderLine], costs: Iterable[OrderCost]
    ) -> None:
        super().__init__(data)
        self._lines = lines
        for line in lines:
            self.fields[f"cost_{line.pk}"] = forms.DecimalField(
                label=f"Item Cost of {line.sku or line.name}",
                initial=_plain(line.unit_cost),
                required=False,
                min_value=Decimal(0),
                max_digits=14,
                decimal_places=4,
                widget=forms.NumberInput(attrs={"step": "any", "min": "0"}),
            )
        known = {cost.kind: cost.amount for cost in costs}
        for kind in OrderCostKind:
            is_adjustment = kind == OrderCostKind.ADJUSTMENT
            self.fields[kind.value] = forms.DecimalField(
                label=kind.label,
                initial=known.get(kind, _NOTHING),
                min_value=None if is_adjustment else _NOTHING,
                max_digits=14,
                decimal_places=2,
                help_text="Negative: it raises the profit." if is_adjustment else "",
                widget=forms.NumberInput(attrs={"step": "0.01"}),
            )

    @property
    def line_rows(self) -> list[tuple[OrderLine, BoundField]]:
        """Each line with its field."""
        return [(line, self[f"cost_{line.pk}"]) for line in self._lines]

    @property
    def fee_fields(self) -> list[BoundField]:
        """The fields of the fees."""
        return [self[kind.value] for kind in OrderCostKind]

    @property
    def unit_costs(self) -> dict[int, Decimal | None]:
        """The costs by line id. Only of a valid form."""
        return {line.pk: self.cleaned_data[f"cost_{line.pk}"] for line in self._lines}

    @property
    def fees(self) -> dict[OrderCostKind, Decimal]:
        """The amounts by kind. Only of a valid form."""
        return {kind: self.cleaned_data[kind.value] for kind in OrderCostKind}


def _plain(cost: Decimal | None) -> str:
    """12.5000 is shown as 12.50, and 12.3456 as it is."""
    if cost is None:
        return ""
    short = cost.quantize(Decimal("0.01"))
    return str(short) if short == cost else f"{cost.normalize():f}"
