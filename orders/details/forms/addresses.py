"""The form of Edit Shipping Address."""

from typing import Any

from django import forms
from django_countries import countries

from orders.models import OrderAddress


class AddressForm(forms.ModelForm[OrderAddress]):
    """Where the order is sent, and why that changes."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Please enter reason to change address."},
    )

    class Meta:
        model = OrderAddress
        fields = [
            *("first_name", "last_name", "company", "address1", "address2"),
            *("postal_code", "city", "state", "country", "phone"),
        ]
        labels = {"address1": "Address 1", "address2": "Address 2", "postal_code": "Zip"}
        help_texts = {"state": "The code, such as MA, in countries whose states have codes."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [("", "Choose a country"), *countries]
        self.fields["country"] = forms.ChoiceField(label="Country", choices=known)
        for name in ("address1", "city"):
            self.fields[name].required = True

    @property
    def columns(self) -> dict[str, str]:
        """The columns of the address. Only of a valid form."""
        columns = {name: self.cleaned_data[name] for name in self.Meta.fields}
        is_same_country = "country" not in self.changed_data
        is_same_state = is_same_country and "state" not in self.changed_data
        country_name = self.instance.country_name if is_same_country else ""
        columns["country_name"] = country_name or str(countries.name(columns["country"]))
        columns["state_name"] = self.instance.state_name if is_same_state else ""
        return columns
