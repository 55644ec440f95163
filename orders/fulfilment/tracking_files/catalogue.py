"""Carriers and services as files and label software name them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from core.plain_text import normal_heading
from orders.models import Order, OrderShippingGroup
from settings.models import Company
from shipping.lookup import ServiceLookup, UnknownService
from shipping.method_matching import normal_name
from shipping.models import Carrier, ServiceWords, ShippingService, words_of
from shipping.service_proposals import propose

# Who sells labels of another carrier, in the form of `_words`.
_RESELLERS = {
    "stamps com": "usps",
    "stampscom": "usps",
    "endicia": "usps",
    "pitney bowes": "usps",
    "usps by shipstation": "usps",
    "fedex one balance": "fedex",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedService:
    """What a line says of carrier and service. `carrier_name` is what a website may be told.

    `remark` says what was understood, or left out, where the words are not ours.
    """

    service: ShippingService | None = None
    carrier: Carrier | None = None
    carrier_name: str = ""
    remark: str = ""


class Catalogue:
    """Carriers and services, read once for a whole file; with what `company` calls them."""

    def __init__(self, company: Company | None = None) -> None:
        self._remembered = ServiceWords.known_to(company) if company else {}
        self._services = ServiceLookup.of_catalogue()
        self._carriers: dict[str, Carrier] = {}
        for carrier in Carrier.objects.all():
            for text in (carrier.code, carrier.store_code, carrier.name):
                self._carriers.setdefault(normal_name(text), carrier)
        self._found: dict[tuple[str, str], NamedService] = {}

    def find(self, carrier: str, service: str) -> NamedService:
        """What a line's words mean; unknown ones keep no parcel here, they are a remark."""
        key = (carrier, service)
        if key not in self._found:
            self._found[key] = self._find(carrier, service)
        return self._found[key]

    def _find(self, carrier_text: str, service_text: str) -> NamedService:
        known = self._remembered.get(words_of(carrier_text, service_text))
        if known is not None and (meant := self._services.get(known)):
            return NamedService(service=meant, carrier=meant.carrier)
        carrier, remarks = self._carrier(carrier_text)
        if not service_text:
            return NamedService(
                carrier=carrier, carrier_name=_name(carrier, carrier_text), remark=remarks
            )
        carrier = carrier or self._contained(_words(service_text))
        service = self._service(service_text, carrier)
        if service is not None:
            return NamedService(service=service, carrier=service.carrier)
        likely = self._likely(service_text, carrier)
        if likely is not None:
            remark = f"“{service_text[:60]}” was read as {likely}."
            return NamedService(service=likely, carrier=likely.carrier, remark=remark)
        remark = f"“{service_text[:60]}” is no shipping service that is known here."
        return NamedService(
            carrier=carrier,
            carrier_name=_name(carrier, carrier_text),
            remark=" ".join(filter(None, [remarks, remark])),
        )

    def _carrier(self, text: str) -> tuple[Carrier | None, str]:
        if not text:
            return None, ""
        if exact := self._carriers.get(normal_name(text)):
            return exact, ""
        if found := self._contained(_words(text)):
            return found, f"“{text[:60]}” was read as {found}."
        return None, f"“{text[:60]}” is no carrier that is known here; it was taken as it stands."

    def _contained(self, words: str) -> Carrier | None:
        """The carrier whose name, the longest first, stands in `words`."""
        for seller, name in _RESELLERS.items():
            if seller in words:
                return self._carriers.get(name)
        for name in sorted(self._carriers, key=len, reverse=True):
            if name and f" {_words(name)} " in f" {words} ":
                return self._carriers[name]
        return None

    def _service(self, text: str, carrier: Carrier | None) -> ShippingService | None:
        for name in (text, f"{carrier.name} – {text}" if carrier else ""):
            try:
                service = self._services.find(name) if name else None
            except UnknownService:
                continue
            if service is not None:
                return service
        return None

    def _likely(self, text: str, carrier: Carrier | None) -> ShippingService | None:
        services = self._services.choosable
        if carrier is not None:
            services = [one for one in services if one.carrier_id == carrier.pk]
        words = _words(text)
        if carrier is not None and _words(carrier.name) not in words:
            words = f"{_words(carrier.name)} {words}"
        proposal = propose(words, services)
        return proposal.service if proposal else None


def services_of(orders: Iterable[Order]) -> dict[int, ShippingService]:
    """The service of each order's first group that has one, by order id."""
    groups = OrderShippingGroup.objects.filter(order__in=list(orders)).exclude(service=None)
    chosen: dict[int, ShippingService] = {}
    for group in groups.select_related("service__carrier").order_by("order", "group_key"):
        if group.service is not None:
            chosen.setdefault(group.order_id, group.service)
    return chosen


def _name(carrier: Carrier | None, text: str) -> str:
    return (carrier.store_code or carrier.name) if carrier else text[:100]


def _words(text: str) -> str:
    """Words alone: "UPS® Ground" and "ups_ground" are "ups ground"."""
    plain = re.sub(r"[®™©]|\((r|tm)\)", "", normal_heading(text))
    return " ".join(re.findall(r"[^\W_]+", plain))
