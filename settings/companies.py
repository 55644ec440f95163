"""Setting up a company with everything that belongs to it; taking it out of sight and back."""

from django.contrib.auth.models import AbstractBaseUser, Group
from django.db import transaction

from settings.models import (
    Company,
    Membership,
    Preference,
    StatusUploads,
    StoreConnection,
    WebsiteOptions,
)
from settings.rights import CLIENT_ADMIN


def create_company(
    name: str,
    *,
    currency: str = "USD",
    time_zone: str = "UTC",
    by: AbstractBaseUser | None = None,
    **address: str,
) -> Company:
    """Create a company with an empty connection and all options off; `by` is its Client Admin.

    `address` are the address columns of `Company`.
    """
    with transaction.atomic():
        company = Company.objects.create(
            name=name, currency=currency, time_zone=time_zone, **address
        )
        connection = StoreConnection.objects.create(company=company)
        StatusUploads.objects.create(connection=connection)
        WebsiteOptions.objects.create(company=company)
        if by is not None:
            membership = Membership.objects.create(company=company, user_id=by.pk)
            membership.roles.add(Group.objects.get(name=CLIENT_ADMIN))
    return company


def deactivate(company: Company) -> None:
    """Take a company out of sight: no import, no upload, its orders hidden. Nothing is deleted."""
    company.is_active = False
    company.save(update_fields=["is_active"])


def reactivate(company: Company) -> None:
    """Bring a deactivated company back as it was."""
    company.is_active = True
    company.save(update_fields=["is_active"])


def remember_last(user: AbstractBaseUser, company: Company) -> None:
    """Note the company that `user` has open: Company Settings comes back to it."""
    preference, _ = Preference.objects.get_or_create(user_id=user.pk)
    if preference.last_company_id != company.pk:
        preference.last_company = company
        preference.save(update_fields=["last_company"])


def last_company(user: AbstractBaseUser) -> Company | None:
    """The company that `user` had open last, else the first they see; None without any."""
    visible = Company.objects.visible_to(user)
    remembered = visible.filter(
        pk__in=Preference.objects.filter(user_id=user.pk).values("last_company")
    )
    return remembered.first() or visible.first()
