"""Packages that are to be made: what each holds, and whether the order allows it. Pure.

Reads what `shipping_out.with_all_that_decides` loads, and asks the database for nothing more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from orders.fulfilment.guards import moment_on, why_not_ship, why_not_ship_on, why_not_tell_website
from orders.models import Order, OrderLine, Package, PackageLine
from orders.state.quantities import remaining
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


def pack(order: Order, wanted: Sequence[NewPackage], *, is_confirmed: bool) -> ShipOutcome:
    """Unsaved packages for `order`, or why not; with `is_confirmed` they are to leave."""
    if refusal := why_not_ship(order):
        return ShipOutcome(refusal=refusal)
    left = {line: remaining(line) for line in order.lines.all()}
    numbers = numbers_of(order.packages.all())
    outcome = ShipOutcome()
    for new in wanted:
        refusal = why_not_pack(order, new, left, numbers)
        if is_confirmed and not refusal:
            refusal = why_not_tell_website(
                order, carrier=new.carrier_name, tracking_number=new.tracking_number
            )
        if refusal:
            return ShipOutcome(refusal=refusal)
        numbers |= {plain(new.tracking_number)} - {""}
        package = _package(order, new)
        outcome.packages.append(package)
        outcome.rows += fill(package, new, left)
    return outcome


def why_not_pack(
    order: Order, new: NewPackage, left: Mapping[OrderLine, int], numbers: set[str]
) -> str:
    """Why `new` cannot be made of what is `left`, beside the tracking `numbers` there are; ''."""
    if reason := why_not_number(new.tracking_number, numbers):
        return reason
    if new.shipped_on and (reason := why_not_ship_on(order, new.shipped_on)):
        return reason
    if new.quantities is None:
        return "" if any(left.values()) else "Nothing is left for another package."
    return _why_not_so_many(new.quantities, left)


def why_not_number(tracking_number: str, others: set[str]) -> str:
    """Why a package cannot have this number beside those of the order's `others`; '' when it can.

    The website knows a parcel by its number: two with the same one are one to it.
    """
    if plain(tracking_number) not in others:
        return ""
    return (
        f"Tracking number {tracking_number} is on this order already. "
        "Put everything that goes under one number into one package."
    )


def numbers_of(packages: Iterable[Package]) -> set[str]:
    """The tracking numbers of `packages` as they are compared; none of those without one."""
    return {plain(package.tracking_number) for package in packages} - {""}


def _why_not_so_many(quantities: Mapping[int, int], left: Mapping[OrderLine, int]) -> str:
    lines = {line.pk: line for line in left}
    for line_id, quantity in quantities.items():
        line = lines.get(line_id)
        if line is None:
            return "An item is no longer on the order. Look at the order again."
        if quantity > left[line]:
            return f"{line.name}: {left[line]} left to ship, not {quantity}."
    return "" if any(quantities.values()) else "A package has no items."


def _package(order: Order, new: NewPackage) -> Package:
    return Package(
        order=order,
        service=new.service,
        carrier=new.carrier_name,
        tracking_number=new.tracking_number,
        shipped_at=moment_on(order, new.shipped_on),
        cost=new.cost,
        weight=new.weight,
    )


def fill(package: Package, new: NewPackage, left: dict[OrderLine, int]) -> list[PackageLine]:
    """What is in `package`; takes it from what is `left`."""
    rows = []
    for line, most in left.items():
        quantity = most if new.quantities is None else new.quantities.get(line.pk, 0)
        if quantity:
            left[line] -= quantity
            rows.append(PackageLine(package=package, line=line, quantity=quantity))
    return rows


def plain(tracking_number: str) -> str:
    """A tracking number as it is compared: carriers print it with spaces."""
    return "".join(tracking_number.split()).upper()
