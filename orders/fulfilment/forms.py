"""Forms of packages: Ship Items with several of them, editing one, correcting one."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from orders.fulfilment.new_packages import NewPackage
from orders.models import Order, OrderLine, Package
from shipping.lookup import ServiceLookup, UnknownService
from shipping.models import ShippingService
from shipping.tracking import doubt

MOST_PACKAGES = 50
_SPINNER = {"min": "0", "step": "1", "inputmode": "numeric"}


class PackageForm(forms.Form):
    """One package. `pieces` are the lines with what of each may go into it, at most.

    Once valid, `new_package` is the package and `service` its service.
    """

    service = forms.CharField(
        label="Shipping Method",
        required=False,
        widget=forms.TextInput(
            attrs={
                "list": "services",
                "placeholder": "Search carrier, service or code",
                "autocomplete": "off",
            }
        ),
    )
    tracking_number = forms.CharField(
        label="Tracking Number",
        required=False,
        max_length=255,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    shipped_on = forms.DateField(label="Ship Date", widget=forms.DateInput(attrs={"type": "date"}))
    cost = forms.DecimalField(
        label="Shipping Cost", required=False, min_value=Decimal(0), max_digits=14, decimal_places=2
    )
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
            self.fields[f"quantity_{line.pk}"] = forms.IntegerField(
                label=f"Qty of {line.name}",
                required=False,
                min_value=0,
                max_value=most,
                error_messages={"max_value": f"Only {most} left."},
                widget=forms.NumberInput(attrs={**_SPINNER, "max": str(most)}),
            )

    def clean_service(self) -> ShippingService | None:
        text = self.cleaned_data["service"]
        kept = self._kept.service_id if self._kept else None
        return found_service(self._lookup, text, kept=kept)

    def clean_tracking_number(self) -> str:
        return str(self.cleaned_data["tracking_number"]).strip()

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


class ShipItemsForm:
    """Ship Items: the packages of one order, each under a key that the page gave it."""

    def __init__(
        self,
        data: QueryDict | None,
        order: Order,
        *,
        lookup: ServiceLookup,
        pieces: Mapping[OrderLine, int],
        service: ShippingService | None,
    ) -> None:
        self._data, self._order, self._lookup = data, order, lookup
        self._pieces, self._service = pieces, service
        keys = list(dict.fromkeys(data.getlist("package")))[:MOST_PACKAGES] if data else ["1"]
        if data is not None and data.get("act") == "add":
            self.packages = [self._form(key, data) for key in keys]
            self.packages.append(self._form(f"n{len(keys) + 1}", None, is_first=False))
        else:
            self.packages = [self._form(key, data) for key in keys]
        self.problem = ""

    @property
    def template(self) -> PackageForm:
        """An empty package for the browser to add, under the key `__key__`."""
        return self._form("__key__", None, is_first=False)

    def is_valid(self) -> bool:
        """Whether every package can be read, and one of them at least holds something."""
        if not all([form.is_valid() for form in self.packages]):
            return False
        used = [form for form in self.packages if not form.is_blank]
        if not used:
            self.problem = "Enter how many of the items go into a package."
        for form in used:
            if not form.quantities:
                form.add_error("tracking_number", "This package has no items. Enter quantities.")
        return not self.problem and all(form.is_valid() for form in self.packages)

    @property
    def new_packages(self) -> list[NewPackage]:
        """The packages. Only of a valid form."""
        return [form.new_package for form in self.packages if not form.is_blank]

    @property
    def doubts(self) -> list[str]:
        """What is odd about tracking numbers. Only of a valid form."""
        return [form.doubt for form in self.packages if form.doubt]

    def _form(self, key: str, data: QueryDict | None, *, is_first: bool = True) -> PackageForm:
        initial: dict[str, Any] = {
            "service": str(self._service) if self._service else "",
            "shipped_on": today(self._order),
        }
        for line, most in self._pieces.items():
            initial[f"quantity_{line.pk}"] = most if is_first else 0
        return PackageForm(
            data, prefix=key, initial=initial, lookup=self._lookup, pieces=self._pieces
        )


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


def found_service(
    lookup: ServiceLookup, text: str, *, kept: int | None = None
) -> ShippingService | None:
    """The service that was typed; None for none. Raises Django's `ValidationError`."""
    if not text.strip():
        return None
    try:
        return lookup.find(text, kept=kept)
    except UnknownService as unknown:
        raise forms.ValidationError(str(unknown)) from unknown


def are_accepted(doubts: Sequence[str], seen: Iterable[str]) -> bool:
    """Whether a person has seen all these `doubts` on the page and goes on nevertheless."""
    return set(doubts) <= set(seen)
