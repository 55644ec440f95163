"""Which service a website's shipping method means. `CompanyMapping.choose` is pure."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models

from settings.models import Company
from shipping.method_matching import normal_name
from shipping.models import MethodMapping, ShippingDefaults, ShippingService


class ServiceSource(models.TextChoices):
    """Who decided on a service."""

    MAPPING = "mapping", "Mapping"
    DEFAULT = "default", "Company default"
    NONE = "none", "Nobody"
    BY_HAND = "by_hand", "By hand"


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """The service of a method: None when neither mapping nor default has one.

    `row` is the row of the mapping that was used, if any; `is_renamed` says that the row was known
    by the store's number alone.
    """

    service: ShippingService | None
    is_rush: bool
    source: ServiceSource
    row: MethodMapping | None = None
    is_renamed: bool = False


class CompanyMapping:
    """A company's mapping in memory. A service that is switched off counts as none."""

    def __init__(self, rows: Iterable[MethodMapping], defaults: ShippingDefaults | None) -> None:
        self.rows = list(rows)
        self._by_name = {row.normal_name: row for row in self.rows}
        self._by_number = {row.store_shipping_id: row for row in self.rows if row.store_shipping_id}
        self._defaults = defaults

    def find(self, method_name: str, store_shipping_id: str) -> MethodMapping | None:
        """The row for a method: by its name, else by the store's number."""
        name = normal_name(method_name)
        by_name = self._by_name.get(name) if name else None
        return by_name or self._by_number.get(store_shipping_id)

    def choose(self, method_name: str, store_shipping_id: str, *, is_abroad: bool) -> ServiceChoice:
        """The service for a method as the store sent it."""
        row = self.find(method_name, store_shipping_id)
        is_rush = row is not None and row.is_rush
        is_renamed = row is not None and row.normal_name != normal_name(method_name)
        service = _usable(row.service) if row else None
        if service is not None:
            return ServiceChoice(service, is_rush, ServiceSource.MAPPING, row, is_renamed)
        default = self._default(is_abroad=is_abroad, is_rush=is_rush)
        source = ServiceSource.DEFAULT if default else ServiceSource.NONE
        return ServiceChoice(default, is_rush, source, row, is_renamed)

    def _default(self, *, is_abroad: bool, is_rush: bool) -> ShippingService | None:
        if self._defaults is None:
            return None
        name = "international" if is_abroad else "domestic"
        return _usable(getattr(self._defaults, f"{name}_rush" if is_rush else name))


def mapping_of(company: Company) -> CompanyMapping:
    """The saved mapping of `company`, in two statements."""
    return CompanyMapping(MethodMapping.objects.of(company), defaults_of(company))


def defaults_of(company: Company) -> ShippingDefaults | None:
    """The saved defaults of `company` with their services; None when nothing was ever saved."""
    services = (f"{name}__carrier" for name in ShippingDefaults.SERVICES)
    found = ShippingDefaults.objects.select_related(*services)
    return found.filter(company=company).first()


def is_abroad(home: str, destination: str) -> bool:
    """Whether a parcel leaves the country; not when either country (ISO, two letters) is unknown.

    Pure.
    """
    return bool(home and destination and home.upper() != destination.upper())


def _usable(service: ShippingService | None) -> ShippingService | None:
    if service is None or not (service.is_active and service.carrier.is_active):
        return None
    return service
