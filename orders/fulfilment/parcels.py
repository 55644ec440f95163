"""Making packages: for one order from its page, and for thousands from a file. One way for all.

`ship` takes what is to be made by order id, locks the orders, and answers for each of them; an
order's packages are all made, or none.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from orders.fulfilment.shippable import moment_on, why_not_ship, why_not_ship_on
from orders.fulfilment.telling import tell_of_shipments
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
from orders.state.quantities import remaining
from orders.state.summary import packages_changed
from shipping.models import ShippingService


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPackage:
    """A package that is to be made.

    `quantities` are pieces by line id; None packs everything that is left. `carrier` is its name
    when there is no `service`. `shipped_on` is a day in the company's time zone, None for now.
    `cost` is in the order's currency, `weight` in kilograms.
    """

    service: ShippingService | None = None
    carrier: str = ""
    tracking_number: str = ""
    shipped_on: date | None = None
    cost: Decimal | None = None
    weight: Decimal | None = None
    quantities: Mapping[int, int] | None = None

    @property
    def carrier_name(self) -> str:
        """What the website calls the carrier; '' when it has no name for it."""
        return self.service.carrier.store_code if self.service else self.carrier


@dataclass(slots=True)
class ShipOutcome:
    """What became of one order: its new packages, or the sentence that says why there are none."""

    packages: list[Package] = field(default_factory=list)
    rows: list[PackageLine] = field(default_factory=list)
    refusal: str = ""


@transaction.atomic
def ship(
    wanted: Mapping[int, Sequence[NewPackage]], *, is_confirmed: bool, by: AbstractBaseUser | None
) -> dict[int, ShipOutcome]:
    """Make the packages `wanted` by order id; with `is_confirmed` they have left.

    Unknown ids are not in the answer. What leaves is told to the website in the same transaction.
    """
    return ship_locked(lock_orders(wanted), wanted, is_confirmed=is_confirmed, by=by)


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
    outcomes = {order.pk: _pack(order, wanted[order.pk]) for order in orders if order.pk in wanted}
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
        tell_of_shipments(by_package(rows), by=by)
    return outcomes


def lock_orders(order_ids: Iterable[int]) -> list[Order]:
    """The orders, locked, in one order everywhere, with all that decides on shipping."""
    orders = with_all_that_decides(Order.objects.filter(pk__in=list(order_ids)))
    return list(orders.select_for_update(of=("self",)).order_by("pk"))


def with_all_that_decides(orders: OrderQuerySet) -> OrderQuerySet:
    """`orders` with their lines, packages, conflicts and the options of their companies."""
    parts = ("lines", "packages", "conflicts")
    return orders.select_related("company__website_options").prefetch_related(*parts)


def why_not_ship_packages(order: Order, parcels: Sequence[NewPackage]) -> str:
    """Why `ship` would refuse these packages as things are now; '' when it would not."""
    return _pack(order, parcels).refusal


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


def plain(tracking_number: str) -> str:
    """A tracking number as it is compared: carriers print it with spaces."""
    return "".join(tracking_number.split()).upper()


def _pack(order: Order, parcels: Sequence[NewPackage]) -> ShipOutcome:
    """Unsaved packages for `order`, or why not."""
    if refusal := why_not_ship(order):
        return ShipOutcome(refusal=refusal)
    left = {line: remaining(line) for line in order.lines.all()}
    numbers = {plain(package.tracking_number) for package in order.packages.all()} - {""}
    outcome = ShipOutcome()
    for parcel in parcels:
        if refusal := why_not_pack(order, parcel, left, numbers):
            return ShipOutcome(refusal=refusal)
        numbers |= {plain(parcel.tracking_number)} - {""}
        package = _package(order, parcel)
        outcome.packages.append(package)
        outcome.rows += fill(package, parcel, left)
    return outcome


def why_not_pack(
    order: Order, parcel: NewPackage, left: Mapping[OrderLine, int], numbers: set[str]
) -> str:
    if plain(parcel.tracking_number) in numbers:
        return (
            f"Tracking number {parcel.tracking_number} is on this order already. "
            "Put everything that goes under one number into one package."
        )
    if parcel.shipped_on and (reason := why_not_ship_on(order, parcel.shipped_on)):
        return reason
    if parcel.quantities is None:
        return "" if any(left.values()) else "Nothing is left for another package."
    return _why_not_so_many(parcel.quantities, left)


def _why_not_so_many(quantities: Mapping[int, int], left: Mapping[OrderLine, int]) -> str:
    lines = {line.pk: line for line in left}
    for line_id, quantity in quantities.items():
        line = lines.get(line_id)
        if line is None:
            return "An item is no longer on the order. Look at the order again."
        if quantity > left[line]:
            return f"{line.name}: {left[line]} left to ship, not {quantity}."
    return "" if any(quantities.values()) else "A package has no items."


def _package(order: Order, parcel: NewPackage) -> Package:
    return Package(
        order=order,
        service=parcel.service,
        carrier=parcel.carrier_name,
        tracking_number=parcel.tracking_number,
        shipped_at=moment_on(order, parcel.shipped_on),
        cost=parcel.cost,
        weight=parcel.weight,
    )


def fill(package: Package, parcel: NewPackage, left: dict[OrderLine, int]) -> list[PackageLine]:
    """What is in `package`; takes it from what is `left`."""
    rows = []
    for line, most in left.items():
        quantity = most if parcel.quantities is None else parcel.quantities.get(line.pk, 0)
        if quantity:
            left[line] -= quantity
            rows.append(PackageLine(package=package, line=line, quantity=quantity))
    return rows


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
