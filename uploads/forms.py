"""A file of lines, and whose it is."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest

from settings.models import Company
from uploads.kinds import UploadKind


class UploadForm(forms.Form):
    """A company, unless the page belongs to one, and a file; then what the kind asks besides."""

    company = forms.ModelChoiceField(Company.objects.none(), label="Company", empty_label=None)
    file = forms.FileField(label="File", allow_empty_file=True)

    def __init__(
        self,
        request: HttpRequest,
        kind: UploadKind[Any],
        companies: "QuerySet[Company] | None",
    ) -> None:
        is_sent = request.method == "POST"
        super().__init__(request.POST if is_sent else None, request.FILES if is_sent else None)
        if companies is None:
            del self.fields["company"]
        else:
            self.fields["company"].queryset = companies  # type: ignore[attr-defined]
            self.fields["company"].initial = request.GET.get("company")
        self.fields[
            "file"
        ].help_text = (
            f"CSV or XLSX with up to {kind.most_lines:,} lines. The first line names the columns."
        )
        self.fields |= {name: field.__deepcopy__({}) for name, field in kind.fields.items()}
