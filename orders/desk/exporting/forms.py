"""What an export asks."""

from typing import Any

from django import forms
from django.db import models

from orders.desk.exporting.columns import ORDER_COLUMNS


class FileFormat(models.TextChoices):
    """The kinds of file."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX (Excel)"


class ExportRows(models.TextChoices):
    """What a row of the file is."""

    ORDERS = "orders", "One row for each order"
    LINES = "lines", "One row for each order line"


class ExportColumns(models.TextChoices):
    """Which columns the file has."""

    LIST = "list", "The columns of my list"
    ALL = "all", "All columns"
    TICKED = "ticked", "The columns ticked below"


class ExportForm(forms.Form):
    """Format, rows and columns of an export.

    `listed` are the keys of the columns that the person's list shows; they are ticked at first.
    """

    format = forms.ChoiceField(
        label="Format",
        choices=FileFormat.choices,
        initial=FileFormat.CSV,
        widget=forms.RadioSelect,
    )
    rows = forms.ChoiceField(
        label="Rows",
        choices=ExportRows.choices,
        initial=ExportRows.ORDERS,
        widget=forms.RadioSelect,
    )
    which = forms.ChoiceField(
        label="Columns", choices=ExportColumns.choices, initial=ExportColumns.LIST
    )
    columns = forms.MultipleChoiceField(
        label="Columns to tick",
        choices=[(column.key, column.label) for column in ORDER_COLUMNS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, listed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._listed = listed
        self.fields["columns"].initial = listed

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        which = cleaned.pop("which", "")
        if which == ExportColumns.TICKED and not cleaned.get("columns"):
            self.add_error("columns", "Tick at least one column.")
        everything = [column.key for column in ORDER_COLUMNS]
        chosen = {ExportColumns.LIST: self._listed, ExportColumns.ALL: everything}
        return {**cleaned, "columns": chosen.get(which, cleaned.get("columns"))}
