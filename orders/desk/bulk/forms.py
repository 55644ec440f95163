"""What bulk actions ask before they begin."""

from typing import Any

from django import forms

from orders.models import NoteKind


class BulkCommentForm(forms.Form):
    """A comment that each order keeps."""

    comment = forms.CharField(
        label="Comments",
        required=False,
        max_length=5000,
        help_text="Each of the orders keeps it as a General note.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        return {**cleaned, "comment": cleaned.get("comment", "").strip()}


class BulkNoteForm(forms.Form):
    """A note for each order."""

    kind = forms.ChoiceField(label="Category", choices=NoteKind.choices)
    text = forms.CharField(label="Note", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
