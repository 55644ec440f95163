"""Noting which orders stay out and why; a reason that is known already costs no write."""

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone

from core.packing import pack_if_possible
from core.storable_text import storable
from orders.importing.intake.admission import Refusal
from orders.importing.intake.erased_customers import is_erased
from orders.importing.intake.incoming_order import IncomingOrder
from orders.models import LeftOutOrder, LeftOutReason
from settings.models import Company
from stores.port import StoreOrder, StoreShipment, UnreadableOrder


def note_refused(company: Company, refused: Sequence[tuple[IncomingOrder, Refusal]]) -> None:
    """Note orders that a rule keeps out."""
    _note(
        company,
        [
            LeftOutOrder(
                company=company,
                store_order_id=incoming.key,
                reason=reason.reason,
                sentence=reason.sentence,
                store_status_code=incoming.order.status.code,
                status_name=incoming.order.status.name,
                placed_at=incoming.order.placed_at,
                seen_at=timezone.now(),
            )
            for incoming, reason in refused
        ],
    )


def note_failed(company: Company, order: StoreOrder | UnreadableOrder, sentence: str) -> None:
    """Note an order that could not be imported, with its raw document.

    Written whatever is in it: cut, cleaned, in a transaction of its own. Where the customer's data
    were erased, no document is kept.
    """
    read = order if isinstance(order, StoreOrder) else None
    number = _kept(order.store_order_id, "store_order_id")
    keeps_document = not is_erased(company, number)
    row = LeftOutOrder(
        company=company,
        store_order_id=number,
        reason=LeftOutReason.FAILED,
        sentence=storable(sentence),
        store_status_code=_kept(read.status.code, "store_status_code") if read else "",
        status_name=_kept(read.status.name, "status_name") if read else "",
        placed_at=read.placed_at if read else None,
        packed_document=pack_if_possible(order.document) if keeps_document else None,
        seen_at=timezone.now(),
    )
    with transaction.atomic():
        _note(company, [row])


def note_failed_shipment(company: Company, shipment: StoreShipment, sentence: str) -> None:
    """Note a shipment of an order that is here, which could not be written down."""
    row = LeftOutOrder(
        company=company,
        store_order_id=_kept(shipment.store_order_id, "store_order_id"),
        reason=LeftOutReason.SHIPMENT,
        sentence=storable(sentence),
        seen_at=timezone.now(),
    )
    with transaction.atomic():
        _note(company, [row])


def forget_failed_shipments(company: Company, keys: Iterable[str]) -> None:
    """Take out the notes of shipments that are here now, by store order id."""
    noted = LeftOutOrder.objects.filter(company=company, store_order_id__in=list(keys))
    noted.filter(reason=LeftOutReason.SHIPMENT).delete()


def forget(company: Company, keys: Sequence[str]) -> None:
    """Take out the notes of orders that are here now."""
    if keys:
        LeftOutOrder.objects.filter(company=company, store_order_id__in=keys).delete()


def _note(company: Company, rows: Sequence[LeftOutOrder]) -> None:
    if not rows:
        return
    noted = LeftOutOrder.objects.filter(
        company=company, store_order_id__in=[row.store_order_id for row in rows]
    )
    known = set(noted.values_list("store_order_id", "store_status_code", "sentence"))
    LeftOutOrder.objects.bulk_create(
        [
            row
            for row in rows
            if (row.store_order_id, row.store_status_code, row.sentence) not in known
        ],
        update_conflicts=True,
        unique_fields=["company", "store_order_id"],
        update_fields=[
            *("reason", "sentence", "store_status_code", "status_name"),
            *("placed_at", "packed_document", "seen_at"),
        ],
    )


def _kept(text: str, column: str) -> str:
    """`text` as the column can hold it."""
    most = LeftOutOrder._meta.get_field(column).max_length  # type: ignore[union-attr]
    return storable(text)[:most]
