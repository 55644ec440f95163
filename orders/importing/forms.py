"""Forms of importing: which orders, or which days."""

import re
from typing import Any

from django import forms
from django.db import models

from orders.importing.import_scope import ImportScope

MOST_NUMBERS = 2_000
# More digits than any store order number has.
MOST_DIGITS = 18


class ImportWhat(models.TextChoices):
    """What an import is asked to look at."""

    NEW = "new", "Everything new"
    NUMBERS = "numbers", "Store order numbers"
    DAYS = "days", "Orders placed on certain days"


class ImportForm(forms.Form):
    """What to import. `scope` is the answer once the form is valid."""

    what = forms.ChoiceField(
        label="What to import",
        choices=ImportWhat.choices,
        initial=ImportWhat.NEW,
        widget=forms.RadioSelect,
    )
    numbers = forms.CharField(
        label="Store order numbers",
        required=False,
        help_text="One in a line, or with commas or spaces between them.",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    first_day = forms.DateField(
        label="First day", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    last_day = forms.DateField(
        label="Last day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="Both days count whole, in the company's time zone.",
    )

    rewrite = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_numbers(self) -> tuple[str, ...]:
        if self.data.get("what") != ImportWhat.NUMBERS:
            return ()
        numbers = [word.lstrip("#") for word in re.split(r"[\s,;]+", self.cleaned_data["numbers"])]
        numbers = list(dict.fromkeys(filter(None, numbers)))
        if not numbers:
            raise forms.ValidationError("Enter the numbers that the orders have in the store.")
        for number in numbers:
            if not is_order_number(number):
                raise forms.ValidationError(
                    f"“{number}” is not a store order number: it has digits only."
                )
        if len(numbers) > MOST_NUMBERS:
            raise forms.ValidationError(
                f"These are {len(numbers)} numbers; {MOST_NUMBERS} at a time are possible. "
                "Choose days for more."
            )
        return tuple(numbers)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._check_choice(cleaned)
        if cleaned.get("what") == ImportWhat.DAYS:
            self._check_days(cleaned)
        return cleaned

    def _check_choice(self, cleaned: dict[str, Any]) -> None:
        """Refuse what was entered for another choice: it would be passed over without a word."""
        what = cleaned.get("what")
        has_days = bool(cleaned.get("first_day") or cleaned.get("last_day"))
        if what and what != ImportWhat.NUMBERS and self.data.get("numbers", "").strip():
            self.add_error(
                "what", "You entered numbers: choose Store order numbers, or clear them."
            )
        if what and what != ImportWhat.DAYS and has_days:
            self.add_error(
                "what", "You entered days: choose them as what to import, or clear them."
            )

    def _check_days(self, cleaned: dict[str, Any]) -> None:
        for name in ("first_day", "last_day"):
            if name in cleaned and cleaned[name] is None:
                self.add_error(name, "Enter the day.")
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", "The last day is before the first one.")

    @property
    def scope(self) -> ImportScope:
        """What is to be imported. Only of a valid form."""
        match self.cleaned_data["what"]:
            case ImportWhat.NUMBERS:
                return ImportScope(
                    numbers=self.cleaned_data["numbers"],
                    rewrites_unchanged=self.cleaned_data["rewrite"],
                )
            case ImportWhat.DAYS:
                return ImportScope(
                    days=(self.cleaned_data["first_day"], self.cleaned_data["last_day"])
                )
            case _:
                return ImportScope()


def is_order_number(text: str) -> bool:
    """Whether `text` may be a store order number."""
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS


def as_form_data(scope: ImportScope) -> dict[str, str]:
    """What the form would have sent for `scope`."""
    if scope.numbers:
        return {"what": ImportWhat.NUMBERS, "numbers": " ".join(scope.numbers)}
    if scope.days:
        first, last = scope.days
        return {
            "what": ImportWhat.DAYS,
            "first_day": first.isoformat(),
            "last_day": last.isoformat(),
        }
    return {"what": ImportWhat.NEW}


class PeriodForm(forms.Form):
    """First and last day of a period."""

    first_day = forms.DateField(label="First day", widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label="Last day", widget=forms.DateInput(attrs={"type": "date"}))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and first > last:
            self.add_error("last_day", "The last day is before the first one.")
        return cleaned

    @property
    def scope(self) -> ImportScope:
        """The days. Only of a valid form."""
        return ImportScope(days=(self.cleaned_data["first_day"], self.cleaned_data["last_day"]))
