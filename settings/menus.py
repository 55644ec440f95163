"""Toolbox and Actions of a company: what they offer, and which entries a person has starred.

Entries name pages of every room by URL name, since this room may not import the others.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from settings.access import rights_of
from settings.models import Company, Favourite
from settings.rights import Right


class Labelled(Protocol):
    """Whatever stands in a menu."""

    @property
    def label(self) -> str: ...


E = TypeVar("E", bound=Labelled)


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One entry. `is_post`: choosing it does something; otherwise it opens a page."""

    key: str
    label: str
    url_name: str
    right: Right
    is_post: bool = False
    is_starred: bool = False
    url: str = ""


_WEBSITE = "Website > Sellercloud Plug-in Website"
TOOLBOX = (
    MenuEntry(
        key="company",
        label="Company details",
        url_name="company_detail",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="website_general",
        label="Website > General",
        url_name="website_general",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="cart_general",
        label=f"{_WEBSITE} > Cart General",
        url_name="cart_general",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="shipping_mapping",
        label=f"{_WEBSITE} > Cart Shipping Method Mapping",
        url_name="shipping_mapping",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="website_statuses",
        label=f"{_WEBSITE} > Order Statuses",
        url_name="website_statuses",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="tracking_delay",
        label="Delayed Tracking Settings",
        url_name="tracking_delay",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="item_costs",
        label="Item Costs",
        url_name="item_cost_list",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="api_tokens",
        label="API Tokens",
        url_name="api_tokens",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="invoice_settings",
        label="Invoice Settings",
        url_name="invoice_settings",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="data_retention",
        label="Data Retention",
        url_name="data_retention",
        right=Right.SETTINGS,
    ),
    MenuEntry(
        key="customer_data",
        label="Customer Data",
        url_name="customer_data",
        right=Right.PEOPLE,
    ),
    MenuEntry(
        key="change_log",
        label="Change Log",
        url_name="company_change_log",
        right=Right.SETTINGS,
    ),
)
ACTIONS = (
    MenuEntry(
        key="import_orders",
        label="Import Orders",
        url_name="import_orders",
        right=Right.IMPORT,
    ),
    MenuEntry(
        key="reconcile_orders",
        label="Reconcile Orders",
        url_name="reconciliation",
        right=Right.IMPORT,
    ),
    MenuEntry(
        key="test_settings",
        label="Test Settings",
        url_name="connection_test_start",
        right=Right.SETTINGS,
        is_post=True,
    ),
    MenuEntry(
        key="deactivation",
        label="Deactivate Company",
        url_name="company_deactivation",
        right=Right.PEOPLE,
    ),
)
MENUS = {"toolbox": TOOLBOX, "actions": ACTIONS}
KEYS = frozenset(entry.key for entries in MENUS.values() for entry in entries)


def menu(
    name: str, company: Company, user: AbstractBaseUser | AnonymousUser, *, words: str = ""
) -> list[MenuEntry]:
    """What the menu `name` ("toolbox" or "actions") offers `user`, starred entries first."""
    rights = rights_of(user, company)
    starred = starred_by(user)
    offered = [
        replace(
            entry,
            is_starred=entry.key in starred,
            url=reverse(entry.url_name, args=[company.pk]),
        )
        for entry in found(MENUS[name], words)
        if entry.right in rights
    ]
    return sorted(offered, key=lambda entry: not entry.is_starred)


def found(entries: Iterable[E], words: str) -> list[E]:
    """The entries whose label has every one of `words`. Pure."""
    wanted = words.casefold().split()
    return [entry for entry in entries if all(word in entry.label.casefold() for word in wanted)]


def switch_star(user: AbstractBaseUser, key: str) -> bool:
    """Star the entry `key`, or take the star away. Tells whether it is starred now."""
    deleted, _ = Favourite.objects.filter(user_id=user.pk, entry=key).delete()
    if deleted:
        return False
    Favourite.objects.get_or_create(user_id=user.pk, entry=key)
    return True


def starred_by(user: AbstractBaseUser | AnonymousUser) -> set[str]:
    """The keys of all entries that `user` has starred, in any room."""
    return set(Favourite.objects.filter(user_id=user.pk or 0).values_list("entry", flat=True))
