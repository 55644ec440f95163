"""Edit Shipping Method: the service and rush of each shipping group."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from core.forms import RowForm, TableForm
from orders.models import OrderShippingGroup
from shipping.lookup import ServiceLookup
from shipping.models import ShippingService
from shipping.service_field import ServiceField, found_service


class ShippingGroupForm(RowForm):
    """The fields of one shipping group, as typed or as saved."""

    service = ServiceField(help_text="Empty: as the company's mapping says.")
    rush = forms.BooleanField(label="Rush Service", required=False)

    def __init__(
        self, data: QueryDict | None, *, group: OrderShippingGroup, lookup: ServiceLookup
    ) -> None:
        saved = lookup.label(group.service_id) if group.service_id else ""
        initial = {"service": saved, "rush": group.is_rush}
        super().__init__(data, key=group.pk, initial=initial)
        self.group, self._lookup = group, lookup

    def clean_service(self) -> ShippingService | None:
        text = self.cleaned_data["service"]
        return found_service(self._lookup, text, kept=self.group.service_id)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_changed = cleaned.get("rush") != self.group.is_rush
        if "service" in cleaned and cleaned["service"] is None and is_changed:
            self.add_error(
                "service", "Choose a Shipping Method too, or leave Rush Service as it was."
            )
        return cleaned


class ServicesForm(TableForm):
    """The service and rush of each shipping group of an order."""

    def __init__(
        self,
        data: QueryDict | None,
        groups: Sequence[OrderShippingGroup],
        lookup: ServiceLookup,
    ) -> None:
        super().__init__(data)
        self.rows = [ShippingGroupForm(data, group=group, lookup=lookup) for group in groups]

    @property
    def chosen(self) -> dict[int, tuple[ShippingService | None, bool]]:
        """Service and rush by group id; only of a valid form."""
        cleaned = {row.key: row.cleaned_data for row in self.rows if isinstance(row, RowForm)}
        return {key: (values["service"], values["rush"]) for key, values in cleaned.items()}
