"""Toolbox and Actions of an order: what they offer in the state it is in, and to whom.

An entry that makes no sense in the order's state is absent; one that cannot work yet is shown and
says why. The guards are those of the actions themselves, so that menu and action never disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse

from orders.details.menu_entries import ACTIONS, TOOLBOX, OrderEntry
from orders.models import Order
from settings.menus import found, starred_by

# Stars are kept by key, together with those of a company's menus.
_STAR_PREFIX = "order_"
MENUS = {"toolbox": TOOLBOX, "actions": ACTIONS}
KEYS = frozenset(f"{_STAR_PREFIX}{entry.key}" for menu in MENUS.values() for entry in menu)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """An entry as one person meets it at one order."""

    key: str
    label: str
    url: str
    is_post: bool
    is_starred: bool
    why_not: str


def menu(
    name: str, order: Order, rights: frozenset[str], starred: set[str], *, words: str = ""
) -> list[Offer]:
    """What the menu `name` ("toolbox" or "actions") offers at `order`, starred entries first.

    `rights` and `starred` (see `stars_of`) are the person's. Guards ask the database for what is
    not loaded with the order.
    """
    entries: Iterable[OrderEntry] = found(MENUS[name], words)
    offers = [
        _offer(entry, order, starred)
        for entry in entries
        if entry.right in rights and entry.is_listed(order)
    ]
    return sorted(offers, key=lambda offer: not offer.is_starred)


def stars_of(user: AbstractBaseUser | AnonymousUser) -> set[str]:
    """The keys of the entries that `user` has starred. One statement."""
    return starred_by(user)


def menu_of(key: str) -> str:
    """The name of the menu that the entry with the star key `key` is in."""
    in_toolbox = {f"{_STAR_PREFIX}{entry.key}" for entry in TOOLBOX}
    return "toolbox" if key in in_toolbox else "actions"


def _offer(entry: OrderEntry, order: Order, starred: set[str]) -> Offer:
    key = f"{_STAR_PREFIX}{entry.key}"
    anchor = f"#{entry.anchor}" if entry.anchor else ""
    return Offer(
        key=key,
        label=entry.label,
        url=reverse(entry.url_name, args=[order.pk, *entry.arguments]) + anchor,
        is_post=entry.is_post,
        is_starred=key in starred,
        why_not=entry.why_not(order),
    )
