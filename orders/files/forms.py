"""A file of lines, and whose orders they name."""

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from settings.models import Company


class CompanyFileForm(forms.Form):
    """A company and a CSV or XLSX of up to `most_lines` lines."""

    company = forms.ModelChoiceField(Company.objects.none(), label="Company", empty_label=None)
    file = forms.FileField(label="File", allow_empty_file=True)

    def __init__(
        self, request: HttpRequest, companies: "QuerySet[Company]", *, most_lines: int
    ) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None)
        self.fields["company"].queryset = companies  # type: ignore[attr-defined]
        self.fields["company"].initial = request.GET.get("company")
        self.fields[
            "file"
        ].help_text = (
            f"CSV or XLSX with up to {most_lines:,} lines. The first line names the columns."
        )
