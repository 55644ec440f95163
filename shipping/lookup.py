"""Finding a service by what a person typed or a file says."""

from collections.abc import Iterable

from shipping.method_matching import normal_name
from shipping.models import ShippingService

COMPANY_DEFAULT = "Company default"


class UnknownService(ValueError):
    """What was typed is no service. The message is a sentence for the person."""


class ServiceLookup:
    """The services by code and by label, as typed: "UPS_GROUND", "UPS – Ground (UPS_GROUND)" ...

    `services` come with their carriers, those that are switched off too.
    """

    def __init__(self, services: Iterable[ShippingService]) -> None:
        self._services = {service.pk: service for service in services}
        self._by_text: dict[str, ShippingService] = {}
        for service in self._services.values():
            for text in (service.code, str(service), f"{service.carrier} – {service.name}"):
                self._by_text.setdefault(_plain(text), service)

    @classmethod
    def of_catalogue(cls) -> "ServiceLookup":
        """All services, in one statement."""
        return cls(ShippingService.objects.select_related("carrier"))

    @property
    def choosable(self) -> list[ShippingService]:
        """The services that may be chosen again, in the order of the catalogue."""
        return [service for service in self._services.values() if is_choosable(service)]

    def label(self, service_id: int | None) -> str:
        """What stands in the field for a service; the company default for None."""
        return COMPANY_DEFAULT if service_id is None else str(self._services[service_id])

    def get(self, service_id: int | None) -> ShippingService | None:
        """The service with this id."""
        return None if service_id is None else self._services.get(service_id)

    def find(self, text: str, *, kept: int | None = None) -> ShippingService | None:
        """The service that `text` names; None for the company default.

        `kept` is the id of a service that stands there already: it may stay though switched off.
        Raises `UnknownService`.
        """
        plain = _plain(text)
        if plain == _plain(COMPANY_DEFAULT):
            return None
        if not plain:
            raise UnknownService("Choose a Shipping Method.")
        service = self._by_text.get(plain)
        if service is None:
            raise UnknownService(
                f"“{text.strip()[:60]}” is no Shipping Method. Choose one of the list, or enter "
                "its shipping code."
            )
        if not is_choosable(service) and service.pk != kept:
            raise UnknownService(f"{service} is switched off. Choose another Shipping Method.")
        return service


def is_choosable(service: ShippingService) -> bool:
    """Whether the service and its carrier are switched on. The carrier must be loaded."""
    return service.is_active and service.carrier.is_active


def _plain(text: str) -> str:
    return normal_name(text).replace("–", "-").replace("—", "-")
