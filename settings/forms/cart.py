"""Forms of Cart General and Order Statuses."""

from typing import Any

from django import forms
from django.forms import modelformset_factory

from core.concurrent_edits import ConcurrentEdits
from settings.forms.same_store import SameStoreForm
from settings.models import StatusReading, StatusUploads, StoreConnection, WebsiteStatus


class CartGeneralForm(SameStoreForm):
    """Address, login and pace of the store."""

    class Meta:
        model = StoreConnection
        fields = [
            "store_url",
            "api_email",
            "api_key",
            "addressing",
            "scope_company_id",
            "vat_number_field",
            "parallel_requests",
            "minutes_between_runs",
        ]
        help_texts = {"api_email": "E-mail of a CS-Cart administrator with API access."}


class WebsiteStatusForm(ConcurrentEdits, forms.ModelForm[WebsiteStatus]):
    """How one of the store's statuses is read."""

    class Meta:
        model = WebsiteStatus
        fields = ["chosen_reading"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = StatusReading(self.instance.usual_reading).label
        choosable = [choice for choice in StatusReading.choices if choice[0] != "incomplete"]
        field = forms.ChoiceField(
            label=f"{self.instance.name} is read as",
            choices=[("", f"{usual} (default)"), *choosable],
            required=False,
        )
        self.fields["chosen_reading"] = field


WebsiteStatusFormSet = modelformset_factory(WebsiteStatus, form=WebsiteStatusForm, extra=0)


class StatusUploadsForm(ConcurrentEdits, forms.ModelForm[StatusUploads]):
    """Which status an order gets in the store when something happens here."""

    class Meta:
        model = StatusUploads
        fields = [
            "on_cancel",
            "mails_on_cancel",
            "on_full_refund",
            "mails_on_full_refund",
            "on_partial_refund",
            "mails_on_partial_refund",
            "on_shipped",
            "mails_on_shipped",
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = self.instance.connection.statuses.values_list("code", "name")
        for name in ("on_cancel", "on_full_refund", "on_partial_refund", "on_shipped"):
            self.fields[name] = forms.ChoiceField(
                label=self.fields[name].label,
                choices=[("", "None: do not change the status"), *known],
                required=False,
            )

    @property
    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The fields in pairs: which status, and whether the customer is mailed."""
        names = ("on_cancel", "on_full_refund", "on_partial_refund", "on_shipped")
        return [(self[name], self[f"mails_{name}"]) for name in names]
