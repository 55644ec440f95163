"""Forms in which a table has fields in each of its rows, and the fields that those rows have.

A row's fields are named after the row: `quantity_17` is the quantity of line 17. A whole number is
read by `core.numbers.whole_number` alone, an amount by `AmountField`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from core.money import CENT
from core.numbers import whole_number

# Neither a quantity nor an amount has more digits before the point.
_MOST = 10**9
_MOST_MONEY = Decimal(10) ** 11


class QuantityField(forms.IntegerField):
    """How many pieces. `most` is what there is, None where the form cannot know it."""

    default_error_messages: ClassVar[Any] = {"invalid": "Enter how many pieces, such as 1."}

    def __init__(self, *, most: int | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(max_value=most, **kwargs)
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> int | None:
        """The number; None for an empty field. Raises Django's `ValidationError`."""
        text = str(value if value is not None else "").strip()
        if not text:
            return None
        number = whole_number(text)
        if number is None or number >= _MOST:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return number


class AmountField(forms.DecimalField):
    """An amount of money, nought or more, of `places` decimals. A comma may stand for the point."""

    default_error_messages: ClassVar[Any] = {"invalid": "Enter an amount such as 12.50."}

    def __init__(self, *, places: int = 2, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(**kwargs)
        self.places = places
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        """The amount in cents' places; None for an empty field. Raises `ValidationError`."""
        amount = super().to_python(str(value if value is not None else "").replace(",", "."))
        if amount is None:
            return None
        if not amount.is_finite() or not 0 <= amount < _MOST_MONEY:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        if amount != amount.quantize(Decimal(1).scaleb(-self.places)):
            raise forms.ValidationError(f"Amounts have {self.places} decimals here.", code="places")
        return amount.quantize(CENT)


class RowForm(forms.Form):
    """The fields of one row of a table; each field's name ends with the row's `key`."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, key: int, **kwargs: Any) -> None:
        self.key = key
        super().__init__(data, **kwargs)

    def add_prefix(self, field_name: str) -> str:
        """The name in the page, such as `quantity_17`."""
        return f"{field_name}_{self.key}"


class TickedRowForm(RowForm):
    """A row with a tick before it. A row that is not ticked is not read, and never wrong."""

    item = forms.BooleanField(required=False)

    @property
    def is_ticked(self) -> bool:
        """Whether the box is checked, in what was sent or at first."""
        return bool(self["item"].value())

    def full_clean(self) -> None:
        """Read the row if it is ticked."""
        super().full_clean()
        if self.is_bound and not self.is_ticked:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {"item": False}


class TableForm(forms.Form):
    """A form with fields of its own and a table of `rows`, valid when all of them are."""

    rows: Sequence[forms.Form] = ()

    def is_valid(self) -> bool:
        """Whether every field, and every row, can be read."""
        return all([super().is_valid(), *[row.is_valid() for row in self.rows]])
