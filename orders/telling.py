"""What the website must hear of an order: facts become outgoing changes here, and only here."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.models import AbstractBaseUser

from orders.models import Order, Package
from stores import outbox
from stores.models import ChangeKind, ChangeState, OutgoingChange


def tell_of_shipment(package: Package, *, by: AbstractBaseUser | None = None) -> OutgoingChange:
    """The package was Ship Confirmed. In the transaction that confirms it."""
    order = package.order
    return outbox.post(
        order.company,
        order.store_order_id,
        ChangeKind.SHIPMENT,
        {
            "package_id": package.pk,
            "carrier": package.carrier,
            "tracking_number": package.tracking_number,
            "shipped_at": package.shipped_at.isoformat(),
            "quantities": [
                [packed.line.store_line_id, packed.quantity]
                for packed in package.lines.select_related("line").order_by("line__position")
            ],
        },
        key=_shipment_key(package),
        by=by,
    )


def tell_of_correction(package: Package, *, by: AbstractBaseUser | None = None) -> None:
    """The package that has left has another tracking number or carrier now.

    A shipment that nobody has tried to tell yet simply says the new number.
    """
    news = {"carrier": package.carrier, "tracking_number": package.tracking_number}
    untold = OutgoingChange.objects.select_for_update(skip_locked=True).filter(
        key=_shipment_key(package), state=ChangeState.WAITING, attempts=0
    )
    for change in untold:
        change.payload |= news
        change.save(update_fields=["payload"])
        return
    order = package.order
    kind = ChangeKind.CORRECTION
    earlier = OutgoingChange.objects.filter(key__startswith=f"correction:{package.pk}:").count()
    payload = {"package_id": package.pk, **news}
    key = f"correction:{package.pk}:{earlier + 1}"
    outbox.post(order.company, order.store_order_id, kind, payload, key=key, by=by)


def why_not_take_back(packages: Iterable[Package]) -> str:
    """Why the website may know of one of the `packages` already; '' when it cannot."""
    return _why_not(OutgoingChange.objects.filter(key__in=map(_shipment_key, packages)))


def take_back_shipments(packages: Sequence[Package]) -> str:
    """Tell the website nothing of `packages` after all; or give the reason why that is too late.

    In the transaction that takes the fact back. A change that a worker holds is not waited for.
    """
    told = OutgoingChange.objects.filter(key__in=map(_shipment_key, packages))
    held = list(told.select_for_update(skip_locked=True))
    if len(held) != told.count():
        return "The website is being told of it right now. Look again in a minute."
    if reason := _why_not(held):
        return reason
    told.delete()
    return ""


def tell_of_status(
    order: Order, code: str, *, may_mail: bool, key: str, by: AbstractBaseUser | None = None
) -> OutgoingChange:
    """The order shall get the website status `code`; the store may e-mail the customer."""
    payload = {"code": code, "may_mail": may_mail}
    return outbox.post(
        order.company, order.store_order_id, ChangeKind.STATUS, payload, key=key, by=by
    )


def _shipment_key(package: Package) -> str:
    return f"shipment:{package.pk}"


def _why_not(changes: Iterable[OutgoingChange]) -> str:
    states = {ChangeState(change.state) for change in changes}
    was_tried = any(change.attempts and change.state == ChangeState.WAITING for change in changes)
    if ChangeState.SENT in states:
        return "The website knows of it already. Set Unshipped removes nothing there."
    if ChangeState.SENDING in states or was_tried:
        return (
            "The website is being told of it, and may know it already. See first what becomes of "
            "that, or dismiss it."
        )
    return ""
