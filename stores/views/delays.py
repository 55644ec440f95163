"""Toolbox > Delayed Tracking Settings."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from settings.rights import Right
from settings.views.opening import open_company, wants_to_edit
from stores.delays import retime_waiting
from stores.models import TrackingDelay


class TrackingDelayForm(forms.ModelForm[TrackingDelay]):
    """When tracking leaves, and whether the store may e-mail the customer about it."""

    class Meta:
        model = TrackingDelay
        fields = ["time_of_day", "min_hours", "skip_saturday", "skip_sunday", "mails_customer"]
        widgets = {"time_of_day": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
        help_texts = {
            "time_of_day": (
                "Tracking leaves at this time of day, in the company's time zone. Empty: at any "
                "time."
            ),
            "min_hours": "Tracking leaves this many hours after Ship Confirm, or later.",
            "skip_saturday": "Tracking waits until the next day.",
            "skip_sunday": "Tracking waits until the next day.",
            "mails_customer": (
                "Allows the store to e-mail the customer; its own notification settings still "
                "decide. Releases before 4.20 e-mail by those settings alone."
            ),
        }


@require_http_methods(["GET", "HEAD", "POST"])
def tracking_delay(request: HttpRequest, company_id: int) -> HttpResponse:
    """See the module; what waits already follows the new settings."""
    company = open_company(request, company_id, Right.SETTINGS)
    delay = TrackingDelay.objects.filter(company=company).first() or TrackingDelay(company=company)
    form = TrackingDelayForm(request.POST if request.method == "POST" else None, instance=delay)
    if form.is_bound and form.is_valid():
        retime_waiting(form.save())
        messages.success(request, "Delayed Tracking Settings were saved.")
        return redirect("tracking_delay", company_id=company.pk)
    context = {"company": company, "form": form, "editing": wants_to_edit(request)}
    return render(request, "stores/tracking_delay.html", context)
