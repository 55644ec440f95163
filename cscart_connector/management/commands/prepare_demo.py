"""Prepare the demo: a company connected to the sandbox store, and a staff login."""

import os
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from settings.companies import create_company
from settings.models import Company, Membership, StoreConnection, StoreType
from settings.rights import CLIENT_ADMIN

COMPANY = "Harbour & Pine"
ADDRESS = {
    "address1": "4 Commercial Wharf",
    "postal_code": "04101",
    "city": "Portland",
    "state": "Maine",
    "country": "US",
    "email": "orders@harbour-pine.example",
}
LOGIN = "demo"


class Command(BaseCommand):
    """Create or update the demo company and login; orders enter through the importer only."""

    help = "Prepare the demo company and the login “demo”. The password comes from DEMO_PASSWORD."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--store-url", required=True, help="the sandbox store's address")
        parser.add_argument("--email", required=True, help="the store administrator's e-mail")
        parser.add_argument("--api-key", required=True, help="the store administrator's API key")

    def handle(self, *args: Any, **options: Any) -> None:
        password = os.environ.get("DEMO_PASSWORD")
        if not password:
            raise CommandError("Set DEMO_PASSWORD to the password of the demo login.")
        with transaction.atomic():
            company = _demo_company()
            _connect(company, options)
            _let_in(company, password)


def _demo_company() -> Company:
    known = Company.objects.filter(name=COMPANY).first()
    if known is not None:
        return known
    company = create_company(COMPANY)
    for name, value in ADDRESS.items():
        setattr(company, name, value)
    company.save(update_fields=list(ADDRESS))
    options = company.website_options
    options.allow_order_download = True
    options.allow_download_shipped_orders = True
    options.allow_unpaid_orders = True
    options.allow_tracking_upload = True
    options.save()
    return company


def _connect(company: Company, options: dict[str, Any]) -> None:
    # Only the address and the login: what a person changed on the page stays.
    StoreConnection.objects.filter(company=company, plugin="").update(
        store_type=StoreType.CUSTOM, plugin="CsCart", minutes_between_runs=1
    )
    connection = StoreConnection.objects.get(company=company)
    connection.store_url = options["store_url"].rstrip("/")
    connection.api_email = options["email"]
    connection.api_key = options["api_key"]
    if not connection.website_order_view_url:
        connection.website_order_view_url = (
            f"{connection.store_url}/admin.php?dispatch=orders.details&order_id={{order_id}}"
        )
    connection.save()


def _let_in(company: Company, password: str) -> None:
    user, _ = User.objects.get_or_create(username=LOGIN, defaults={"is_staff": True})
    user.is_staff = user.is_superuser = True
    if not user.check_password(password):  # a new hash would sign everybody out
        user.set_password(password)
    user.save()
    membership, _ = Membership.objects.get_or_create(company=company, user=user)
    membership.roles.add(Group.objects.get(name=CLIENT_ADMIN))
