"""What becomes of a package after it was made: Ship Confirm, edit, delete, correct its number.

Only a package that is still here may be edited or deleted. One that has left can be corrected: the
website then hears of the correction.
"""

from collections.abc import Callable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from orders.fulfilment.guards import moment_on, why_not_leave, why_not_tell_website
from orders.fulfilment.new_packages import (
    NewPackage,
    fill,
    numbers_of,
    why_not_number,
    why_not_pack,
)
from orders.fulfilment.shipping_out import count_in, in_words, lock_orders, note, sign
from orders.fulfilment.website_updates import enqueue_correction, enqueue_shipment
from orders.models import Order, Package, PackageLine
from orders.state.ledger import recount_packages
from orders.state.quantities import remaining
from orders.state.summary import packages_changed
from shipping.models import ShippingService


def why_not_confirm(package: Package) -> str:
    """Why a package cannot be Ship Confirmed; '' when it can."""
    if package.confirmed_at is not None:
        return "The package has been Ship Confirmed already."
    return why_not_leave(package.order) or why_not_tell_website(
        package.order, carrier=package.carrier, tracking_number=package.tracking_number
    )


def why_not_change(package: Package) -> str:
    """Why a package can be neither edited nor deleted; '' when it can."""
    if package.confirmed_at is not None:
        return (
            "The package has left. Correct its tracking number, or choose Set Unshipped on the "
            "order."
        )
    return ""


def why_not_correct(package: Package) -> str:
    """Why there is nothing to correct; '' when there is."""
    if package.confirmed_at is None:
        return "The package has not left: edit it."
    return ""


@transaction.atomic
def ship_confirm(package: Package, *, by: AbstractBaseUser) -> Package:
    """A package that was only packed leaves. Raises `Refused`."""
    current, rows = _lock(package, why_not_confirm)
    sign([current], by=by)
    current.save(update_fields=["confirmed_at", "confirmed_by"])
    note("Ship Confirmed", {current: rows}, by=by)
    recount_packages([current.order])
    packages_changed([current.order_id])
    enqueue_shipment(current, by=by)
    return current


@transaction.atomic
def change(package: Package, new: NewPackage, *, by: AbstractBaseUser) -> Package:
    """Make a package that has not left the way `new` says. Raises `Refused`."""
    current, rows = _lock(package, why_not_change)
    PackageLine.objects.filter(package=current).delete()
    recount_packages([current.order])
    order = lock_orders([current.order_id])[0]  # with the ledger as it is without this package
    left = {line: remaining(line) for line in order.lines.all()}
    others = numbers_of(one for one in order.packages.all() if one.pk != current.pk)
    refusal = why_not_pack(order, new, left, others)
    if refusal:
        raise Refused(refusal)
    current.service, current.carrier = new.service, new.carrier_name
    current.tracking_number = new.tracking_number
    current.shipped_at = moment_on(order, new.shipped_on)
    current.cost, current.weight = new.cost, new.weight
    current.save()
    rows = PackageLine.objects.bulk_create(fill(current, new, left))
    count_in(rows, is_confirmed=False)
    packages_changed([current.order_id])
    note("Package changed", {current: rows}, by=by)
    return current


@transaction.atomic
def delete(package: Package, *, by: AbstractBaseUser) -> None:
    """Take apart a package that has not left: its items can be packed again. Raises `Refused`."""
    current, rows = _lock(package, why_not_change)
    note("Package deleted", {current: rows}, by=by)
    current.delete()
    recount_packages([current.order])
    packages_changed([current.order_id])


@transaction.atomic
def correct(
    package: Package,
    *,
    tracking_number: str,
    service: ShippingService | None,
    carrier: str = "",
    by: AbstractBaseUser,
) -> Package:
    """Give a package that has left another tracking number or carrier. Raises `Refused`.

    Nothing is told when nothing differs.
    """
    current, rows = _lock(package, why_not_correct)
    name = service.carrier.store_code if service else carrier
    if (tracking_number, service, name) == (
        current.tracking_number,
        current.service,
        current.carrier,
    ):
        return current
    others = numbers_of(one for one in current.order.packages.all() if one.pk != current.pk)
    if reason := why_not_number(tracking_number, others) or why_not_tell_website(
        current.order, carrier=name, tracking_number=tracking_number
    ):
        raise Refused(reason)
    before = in_words(current, [])
    current.tracking_number, current.service, current.carrier = tracking_number, service, name
    current.save(update_fields=["tracking_number", "service", "carrier"])
    note(f"Tracking corrected from {before} to", {current: rows}, by=by)
    packages_changed([current.order_id])
    enqueue_correction(current, by=by)
    return current


def _lock(package: Package, why_not: Callable[[Package], str]) -> tuple[Package, list[PackageLine]]:
    """The package as it is now, with its order locked, and what is in it. Raises `Refused`."""
    order: Order = lock_orders([package.order_id])[0]
    current = Package.objects.select_related("service__carrier").filter(pk=package.pk).first()
    if current is None:
        raise Refused("Somebody has deleted the package.")
    current.order = order
    if reason := why_not(current):
        raise Refused(reason)
    return current, list(current.lines.select_related("line").order_by("line__position"))
