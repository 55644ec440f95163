"""Shipping: packages of one order from its page, and of thousands from a file. One way for all.

`ship` takes what is to be made by order id, locks the orders, and answers for each of them; an
order's packages are all made, or none.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.refusals import Refused
from orders.fulfilment.new_packages import NewPackage, ShipOutcome, pack
from orders.fulfilment.website_updates import enqueue_shipments
from orders.models import (
    EventKind,
    Order,
    OrderEvent,
    OrderLine,
    OrderQuerySet,
    Package,
    PackageLine,
)
from orders.state.ledger import derive_statuses
from orders.state.summary import packages_changed


@transaction.atomic
def ship(
    wanted: Mapping[int, Sequence[NewPackage]], *, is_confirmed: bool, by: AbstractBaseUser | None
) -> dict[int, ShipOutcome]:
    """Make the packages `wanted` by order id; with `is_confirmed` they have left.

    Unknown ids are not in the answer. What leaves is told to the website in the same transaction.
    """
    return ship_locked(lock_orders(wanted), wanted, is_confirmed=is_confirmed, by=by)


@transaction.atomic
def ship_items(
    order: Order, packages: Sequence[NewPackage], *, is_confirmed: bool, by: AbstractBaseUser
) -> list[Package]:
    """Actions > Ship Items: make the packages of `order`, all of them or none. Raises `Refused`."""
    outcome = ship({order.pk: packages}, is_confirmed=is_confirmed, by=by)[order.pk]
    if outcome.refusal:
        raise Refused(outcome.refusal)
    return outcome.packages


def ship_locked(
    orders: Sequence[Order],
    wanted: Mapping[int, Sequence[NewPackage]],
    *,
    is_confirmed: bool,
    by: AbstractBaseUser | None,
    via: str = "",
) -> dict[int, ShipOutcome]:
    """As `ship`, with orders that `lock_orders` has given in the same transaction.

    `via` names who asked for it when that is no person.
    """
    outcomes = {
        order.pk: pack(order, wanted[order.pk], is_confirmed=is_confirmed)
        for order in orders
        if order.pk in wanted
    }
    packages = [package for outcome in outcomes.values() for package in outcome.packages]
    rows = [row for outcome in outcomes.values() for row in outcome.rows]
    if is_confirmed:
        sign(packages, by=by)
    Package.objects.bulk_create(packages)
    PackageLine.objects.bulk_create(rows)
    count_in(rows, is_confirmed=is_confirmed)
    packages_changed({package.order_id for package in packages})
    what = "Ship Confirmed" if is_confirmed else "Packed"
    note(f"{what} by {via}" if via else what, by_package(rows), by=by)
    if is_confirmed:
        derive_statuses([order for order in orders if order.pk in outcomes])
        enqueue_shipments(by_package(rows), by=by)
    return outcomes


def lock_orders(order_ids: Iterable[int]) -> list[Order]:
    """The orders, locked, in one order everywhere, with all that decides on shipping."""
    orders = with_all_that_decides(Order.objects.filter(pk__in=list(order_ids)))
    return list(orders.select_for_update(of=("self",)).order_by("pk"))


def with_all_that_decides(orders: OrderQuerySet) -> OrderQuerySet:
    """`orders` with their lines, packages, conflicts and the options of their companies."""
    parts = ("lines", "packages", "conflicts")
    return orders.select_related("company__website_options").prefetch_related(*parts)


def why_not_ship_packages(order: Order, packages: Sequence[NewPackage]) -> str:
    """Why these packages could not leave as things are now; '' when they could."""
    return pack(order, packages, is_confirmed=True).refusal


def sign(packages: Iterable[Package], *, by: AbstractBaseUser | None) -> None:
    """Note on unsaved `packages` that they leave now, and who says so."""
    now = timezone.now()
    for package in packages:
        package.confirmed_at, package.confirmed_by_id = now, by.pk if by else None


def note(
    what: str, packed: Mapping[Package, Sequence[PackageLine]], *, by: AbstractBaseUser | None
) -> None:
    """Write one sentence for each package on the timelines."""
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order_id=package.order_id,
            kind=EventKind.SHIPMENT,
            by_id=by.pk if by else None,
            message=f"{what}: {in_words(package, rows)}.",
        )
        for package, rows in packed.items()
    )


def in_words(package: Package, rows: Sequence[PackageLine]) -> str:
    """How a package goes, its number, and what is in it."""
    how = str(package.service or package.way)
    number = f"tracking number {package.tracking_number}" if package.tracking_number else ""
    head = ", ".join(filter(None, [how, number])) or "without tracking number"
    return ": ".join(filter(None, [head, ", ".join(map(str, rows))]))


def by_package(rows: Iterable[PackageLine]) -> dict[Package, list[PackageLine]]:
    """Saved rows under the packages that they are in."""
    packed: dict[Package, list[PackageLine]] = {}
    for row in rows:
        packed.setdefault(row.package, []).append(row)
    return packed


def count_in(rows: Iterable[PackageLine], *, is_confirmed: bool) -> None:
    """Add to the ledger in the database itself, whose check refuses a piece too many."""
    added: dict[int, int] = {}
    for row in rows:
        added[row.line_id] = added.get(row.line_id, 0) + row.quantity
    lines_by_number: dict[int, list[int]] = {}
    for line_id, number in added.items():
        lines_by_number.setdefault(number, []).append(line_id)
    for number, line_ids in lines_by_number.items():
        OrderLine.objects.filter(pk__in=line_ids).update(
            packed_quantity=F("packed_quantity") + number,
            shipped_quantity=F("shipped_quantity") + (number if is_confirmed else 0),
        )
