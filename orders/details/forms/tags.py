"""The form of a new tag on an order."""

from django import forms

from orders.models import TagColour


class TagForm(forms.Form):
    """A tag's name; its colour counts when the company has no such tag yet."""

    name = forms.CharField(
        label="Tag",
        max_length=40,
        widget=forms.TextInput(attrs={"list": "tag-names", "autocomplete": "off"}),
        error_messages={"required": "Enter the name of a tag."},
    )
    colour = forms.ChoiceField(
        label="Colour of a new tag", choices=TagColour.choices, required=False
    )
