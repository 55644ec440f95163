"""What an export asks."""

from django import forms
from django.db import models

from orders.exporting.columns import ORDER_COLUMNS


class FileFormat(models.TextChoices):
    """The kinds of file."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "XLSX (Excel)"


class Rows(models.TextChoices):
    """What a row of the file is."""

    ORDERS = "orders", "One row for each order"
    LINES = "lines", "One row for each order line"


class ExportForm(forms.Form):
    """Format, rows and columns of an export."""

    format = forms.ChoiceField(
        label="Format",
        choices=FileFormat.choices,
        initial=FileFormat.CSV,
        widget=forms.RadioSelect,
    )
    rows = forms.ChoiceField(
        label="Rows",
        choices=Rows.choices,
        initial=Rows.ORDERS,
        widget=forms.RadioSelect,
    )
    columns = forms.MultipleChoiceField(
        label="Columns",
        choices=[(column.key, column.label) for column in ORDER_COLUMNS],
        initial=[column.key for column in ORDER_COLUMNS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one column."},
    )
