"""Setting up a company with everything that belongs to it."""

from django.db import transaction

from settings.models import Company, StoreConnection, WebsiteOptions


def create_company(name: str, *, currency: str = "USD", time_zone: str = "UTC") -> Company:
    """Create a company with an empty connection and all options off."""
    with transaction.atomic():
        company = Company.objects.create(name=name, currency=currency, time_zone=time_zone)
        StoreConnection.objects.create(company=company)
        WebsiteOptions.objects.create(company=company)
    return company
