"""The form of Receive Manual Payment."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from orders.details.actions.payments import PaymentMethod, ReceivedPayment
from orders.models import Order


class PaymentForm(forms.Form):
    """A payment that came in outside the store."""

    method = forms.ChoiceField(label="Payment Method", choices=PaymentMethod.choices)
    amount = forms.DecimalField(
        label="Amount", min_value=Decimal("0.01"), max_digits=14, decimal_places=2
    )
    paid_on = forms.DateField(label="Payment Date", widget=forms.DateInput(attrs={"type": "date"}))
    reference = forms.CharField(label="Reference Number", required=False, max_length=250)
    note = forms.CharField(
        label="Notes", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, order: Order, due: Decimal, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = timezone.localdate(timezone=order.company.zone)
        self.fields["amount"].initial = due
        self.fields["amount"].help_text = f"In {order.currency}; {due} is due."
        self.fields["paid_on"].initial = self._today

    def clean_paid_on(self) -> date:
        day: date = self.cleaned_data["paid_on"]
        if day > self._today:
            raise forms.ValidationError("This day is in the future. Enter when the money came in.")
        if day.year < 2000:
            raise forms.ValidationError("This day is too long ago. Check the year.")
        return day

    @property
    def received(self) -> ReceivedPayment:
        """What came in. Only of a valid form."""
        cleaned = self.cleaned_data
        return ReceivedPayment(
            method=PaymentMethod(cleaned["method"]),
            amount=cleaned["amount"],
            on=cleaned["paid_on"],
            reference=cleaned["reference"],
            note=cleaned["note"],
        )
