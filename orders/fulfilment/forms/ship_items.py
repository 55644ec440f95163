"""The form of Ship Items: the packages of one order."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from core.forms import TableForm
from orders.fulfilment.forms.packages import PackageForm, today
from orders.fulfilment.new_packages import NewPackage
from orders.models import Order, OrderLine
from shipping.lookup import ServiceLookup
from shipping.models import ShippingService

MOST_PACKAGES = 50


class ShipItemsForm(TableForm):
    """Its rows are packages, each under a key that the page gave it.

    `pieces` are the lines with what is left of each; `service` is what a package goes by at first.
    """

    rows: list[PackageForm]

    def __init__(
        self,
        data: QueryDict | None,
        order: Order,
        *,
        lookup: ServiceLookup,
        pieces: Mapping[OrderLine, int],
        service: ShippingService | None,
    ) -> None:
        super().__init__(data)
        self._order, self._lookup = order, lookup
        self._pieces, self._service = pieces, service
        keys = list(dict.fromkeys(data.getlist("package")))[:MOST_PACKAGES] if data else ["1"]
        self.rows = [self._package(key, data) for key in keys]
        if data is not None and data.get("act") == "add":
            self.rows.append(self._package(f"n{len(keys) + 1}", None, is_first=False))
        if data is None:  # packers scan at once
            self.rows[0].fields["tracking_number"].widget.attrs["autofocus"] = True

    @property
    def empty_package(self) -> PackageForm:
        """An empty package for the browser to add, under the key `__key__`."""
        return self._package("__key__", None, is_first=False)

    def is_valid(self) -> bool:
        """Whether every package can be read, and one of them at least holds something."""
        if not super().is_valid():
            return False
        used = [form for form in self.rows if not form.is_blank]
        if not used:
            self.add_error(None, "Enter how many of the items go into a package.")
        for form in used:
            if not form.quantities:
                form.add_error("tracking_number", "This package has no items. Enter quantities.")
        return super().is_valid()

    @property
    def new_packages(self) -> list[NewPackage]:
        """The packages. Only of a valid form."""
        return [form.new_package for form in self.rows if not form.is_blank]

    @property
    def doubts(self) -> list[str]:
        """What is odd about tracking numbers. Only of a valid form."""
        return [form.doubt for form in self.rows if form.doubt]

    def _package(self, key: str, data: QueryDict | None, *, is_first: bool = True) -> PackageForm:
        initial: dict[str, Any] = {
            "service": str(self._service) if self._service else "",
            "shipped_on": today(self._order),
        }
        for line, most in self._pieces.items():
            initial[f"quantity_{line.pk}"] = most if is_first else 0
        return PackageForm(
            data, prefix=key, initial=initial, lookup=self._lookup, pieces=self._pieces
        )
