"""Actions > Ship Items: packages of one order, packed or Ship Confirmed."""

from collections.abc import Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from orders.fulfilment.parcels import NewPackage, ship
from orders.models import Order, Package
from orders.state.refused import Refused


@transaction.atomic
def ship_items(
    order: Order, parcels: Sequence[NewPackage], *, is_confirmed: bool, by: AbstractBaseUser
) -> list[Package]:
    """Make the packages of `order`: all of them, or none. Raises `Refused`."""
    outcome = ship({order.pk: parcels}, is_confirmed=is_confirmed, by=by)[order.pk]
    if outcome.refusal:
        raise Refused(outcome.refusal)
    return outcome.packages
