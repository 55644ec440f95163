"""Forms for pictures, Word templates and channel templates."""

from django import forms
from django_ace import AceWidget

from invoices.models import Picture


class PictureForm(forms.ModelForm[Picture]):
    """A picture for channel templates."""

    class Meta:
        model = Picture
        fields = ["name", "file"]


class WordUploadForm(forms.Form):
    """A Word template."""

    name = forms.CharField(label="Name", max_length=120)
    file = forms.FileField(label="Word file", help_text="A .docx file of up to 5 MB.")


def _editor(mode: str, rows: int) -> AceWidget:
    """A text area, and over it, where JavaScript runs, an editor that colours and numbers lines."""
    return AceWidget(
        mode=mode,
        width=None,
        height=None,
        minlines=rows,
        maxlines=rows,
        showprintmargin=False,
        tabsize=2,
        toolbar=False,
        useworker=False,
        useStrictCSP=True,
        attrs={"rows": rows, "spellcheck": "false"},
    )


class TemplateForm(forms.Form):
    """A channel's template."""

    html = forms.CharField(
        label="HTML",
        strip=False,
        max_length=300_000,
        widget=_editor("django", rows=24),
    )
    css = forms.CharField(
        label="CSS",
        strip=False,
        required=False,
        max_length=300_000,
        widget=_editor("css", rows=14),
    )
    note = forms.CharField(label="What changed", required=False, max_length=200)
