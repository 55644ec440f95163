"""Reads orders with everything that documents print, many in a few queries."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from invoices.document import Party
from invoices.issuing.building import OrderFacts
from invoices.models import InvoiceSettings
from orders.models import AddressKind, NoteKind, Order, OrderAddress
from settings.models import Company

_RELATED = ("lines", "taxes", "addresses", "shipping_groups", "packages", "notes")


def with_everything(orders: "QuerySet[Order]") -> "QuerySet[Order]":
    """`orders` with what their documents print."""
    return orders.select_related("company").prefetch_related(*_RELATED)


def settings_of(company: Company) -> InvoiceSettings:
    """The company's Invoice Settings, made when they are first asked for."""
    return InvoiceSettings.objects.get_or_create(company=company)[0]


def facts_of(order: Order, settings: InvoiceSettings, today: date | None = None) -> OrderFacts:
    """What documents say about `order`, read `with_everything`; dated `today`, or now."""
    company, zone = order.company, order.company.zone
    addresses: dict[str, OrderAddress] = {row.kind: row for row in order.addresses.all()}
    notes = [n.text for n in order.notes.all() if n.kind == NoteKind.CUSTOMER_INSTRUCTIONS]
    return OrderFacts(
        order=order,
        lines=list(order.lines.all()),
        taxes=list(order.taxes.all()),
        billing=addresses.get(AddressKind.BILLING),
        shipping=addresses.get(AddressKind.SHIPPING),
        methods=_unique(group.method_name for group in order.shipping_groups.all()),
        tracking_numbers=_unique(package.tracking_number for package in order.packages.all()),
        instructions="\n".join(reversed(notes)),
        seller=seller_of(company, settings),
        look=settings.look(order.language),
        supplied_on=order.shipped_at.astimezone(zone).date() if order.shipped_at else None,
        ordered_on=order.placed_at.astimezone(zone).date(),
        today=today or timezone.now().astimezone(zone).date(),
        logo=str(company.logo.name or ""),
        no_tax_reason=settings.no_tax_reason,
    )


def seller_of(company: Company, settings: InvoiceSettings) -> Party:
    """The company as the seller on a document."""
    place = " ".join(filter(None, [company.postal_code, company.city]))
    country = str(company.country.name or "")
    lines: Sequence[str] = [company.address1, company.address2, place, company.state, country]
    return Party(
        name=company.name,
        lines=tuple(line for line in lines if line),
        street=", ".join(filter(None, [company.address1, company.address2])),
        city=company.city,
        postal_code=company.postal_code,
        country=str(company.country.code or ""),
        email=company.email,
        phone=company.phone,
        tax_number=settings.tax_number,
        registration=settings.registration,
    )


def _unique(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in texts if text))
