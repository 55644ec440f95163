"""The form of one package: made or edited while it is here, corrected once it has left."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from core.forms import AmountField, QuantityField
from orders.fulfilment.new_packages import NewPackage
from orders.models import Order, OrderLine, Package
from shipping.lookup import ServiceLookup
from shipping.models import ShippingService
from shipping.service_field import ServiceField, found_service
from shipping.tracking import NoTrackingNumber, clean_tracking_number, doubt

_SPINNER = {"min": "0", "step": "1", "inputmode": "numeric"}


class PackageForm(forms.Form):
    """One package. `pieces` are the lines with what of each may go into it, at most.

    Once valid, `new_package` is the package and `service` its service.
    """

    service = ServiceField()
    tracking_number = forms.CharField(
        label="Tracking Number",
        required=False,
        max_length=255,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "data-scan": ""}
        ),
    )
    shipped_on = forms.DateField(label="Ship Date", widget=forms.DateInput(attrs={"type": "date"}))
    cost = AmountField(label="Shipping Cost", required=False)
    weight = forms.DecimalField(
        label="Weight (kg)", required=False, min_value=Decimal(0), max_digits=10, decimal_places=3
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        lookup: ServiceLookup,
        pieces: Mapping[OrderLine, int],
        kept: Package | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self._lookup = lookup
        self._kept = kept
        self.pieces = pieces
        for line, most in pieces.items():
            self.fields[f"quantity_{line.pk}"] = QuantityField(
                label=f"Qty of {line.name}",
                required=False,
                most=most,
                error_messages={"max_value": f"Only {most} left."},
                widget=forms.NumberInput(attrs={**_SPINNER, "max": str(most)}),
            )

    def clean_service(self) -> ShippingService | None:
        text = self.cleaned_data["service"]
        kept = self._kept.service_id if self._kept else None
        return found_service(self._lookup, text, kept=kept)

    def clean_tracking_number(self) -> str:
        """The number as its carrier knows it. Raises Django's `ValidationError`."""
        try:
            return clean_tracking_number(str(self.cleaned_data["tracking_number"]))
        except NoTrackingNumber as reason:
            raise forms.ValidationError(str(reason)) from reason

    @property
    def rows(self) -> list[tuple[OrderLine, int, forms.BoundField]]:
        """Each line with what is left of it, and its field."""
        return [(line, most, self[f"quantity_{line.pk}"]) for line, most in self.pieces.items()]

    @property
    def quantities(self) -> dict[int, int]:
        """Pieces by line id. Only of a valid form."""
        typed = {line.pk: self.cleaned_data[f"quantity_{line.pk}"] for line in self.pieces}
        return {line_id: number for line_id, number in typed.items() if number}

    @property
    def is_blank(self) -> bool:
        """Whether nothing is in the package and it has no number: a section left unused."""
        return not self.quantities and not self.cleaned_data["tracking_number"]

    @property
    def new_package(self) -> NewPackage:
        """The package. Only of a valid form."""
        cleaned = self.cleaned_data
        return NewPackage(
            service=cleaned["service"],
            carrier=self._kept.carrier if self._kept and not self._kept.service_id else "",
            tracking_number=cleaned["tracking_number"],
            shipped_on=cleaned["shipped_on"],
            cost=cleaned["cost"],
            weight=cleaned["weight"],
            quantities=self.quantities,
        )

    @property
    def doubt(self) -> str:
        """What is odd about the tracking number; ''. Only of a valid form."""
        service: ShippingService | None = self.cleaned_data["service"]
        code = service.carrier.code if service else ""
        return doubt(code, self.cleaned_data["tracking_number"])


class CorrectionForm(forms.Form):
    """Tracking number and carrier of a package that has left."""

    tracking_number = PackageForm.base_fields["tracking_number"]
    service = PackageForm.base_fields["service"]

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        lookup: ServiceLookup,
        package: Package,
        **kwargs: Any,
    ) -> None:
        super().__init__(data, **kwargs)
        self._lookup = lookup
        self._package = package

    clean_tracking_number = PackageForm.clean_tracking_number

    def clean_service(self) -> ShippingService | None:
        text = self.cleaned_data["service"]
        return found_service(self._lookup, text, kept=self._package.service_id)

    @property
    def doubt(self) -> str:
        """What is odd about the tracking number; ''. Only of a valid form."""
        service: ShippingService | None = self.cleaned_data["service"]
        return doubt(service.carrier.code if service else "", self.cleaned_data["tracking_number"])


def initial_of(package: Package) -> dict[str, Any]:
    """What the form of a package begins with. Its lines must be loaded."""
    zone = package.order.company.zone
    return {
        "service": str(package.service) if package.service else "",
        "tracking_number": package.tracking_number,
        "shipped_on": timezone.localdate(package.shipped_at, zone),
        "cost": package.cost,
        "weight": package.weight,
        **{f"quantity_{row.line_id}": row.quantity for row in package.lines.all()},
    }


def today(order: Order) -> date:
    """The day it is where the order's company is."""
    return timezone.localdate(timezone=order.company.zone)


def are_accepted(doubts: Sequence[str], seen: Iterable[str]) -> bool:
    """Whether a person has seen all these `doubts` on the page and goes on nevertheless."""
    return set(doubts) <= set(seen)
