"""Forms of notes: one by itself, and the comment beside a change of status."""

from typing import Any

from django import forms

from orders.models import NoteKind, OrderNote


class StatusCommentForm(forms.Form):
    """Why an order's status is changed."""

    comment = forms.CharField(
        label="Comments",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text="Kept as a General note, and on the timeline.",
    )


class OrderNoteForm(forms.ModelForm[OrderNote]):
    """A note on an order."""

    class Meta:
        model = OrderNote
        fields = ["kind", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        error_messages = {"text": {"required": "Write the note."}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label="Category", choices=NoteKind.choices, initial=NoteKind.GENERAL
        )
