"""What bulk actions ask before they begin."""

from typing import Any

from django import forms

from orders.models import NoteKind
from shipping.models import ShippingService


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


class BulkReasonForm(forms.Form):
    """Why the orders are cancelled here."""

    comment = forms.CharField(
        label="Comments",
        max_length=2000,
        help_text="Say who cancelled them, and where. Each order keeps it as a General note.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter Comments: say who cancelled the orders, and where."},
    )


class BulkServiceForm(forms.Form):
    """The service that all the orders are to go by."""

    service = forms.ChoiceField(label="Shipping Method")
    is_rush = forms.BooleanField(label="Rush Service", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = ((str(one.pk), str(one)) for one in ShippingService.objects.choosable())
        self.fields["service"] = forms.ChoiceField(
            label="Shipping Method",
            choices=[("", "Choose a service"), *known],
            help_text="Whatever the mapping says; it leaves these orders alone from then on.",
        )


class BulkTagForm(forms.Form):
    """The tag for each order."""

    name = forms.CharField(
        label="Tag",
        max_length=40,
        help_text="A name that a company has not used yet becomes a tag there.",
        error_messages={"required": "Enter the name of a tag."},
    )
