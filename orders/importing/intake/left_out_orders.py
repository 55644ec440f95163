"""Noting which orders stay out and why; a reason that is known already costs no write."""

from collections.abc import Sequence

from django.utils import timezone

from core.packing import pack
from orders.importing.intake.admission import Refusal
from orders.importing.intake.erased_customers import is_erased
from orders.importing.intake.incoming_order import IncomingOrder
from orders.models import LeftOutOrder, LeftOutReason
from settings.models import Company
from stores.port import StoreOrder, UnreadableOrder


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

    Where the customer's data were erased, no document is kept.
    """
    read = order if isinstance(order, StoreOrder) else None
    keeps_document = not is_erased(company, order.store_order_id)
    _note(
        company,
        [
            LeftOutOrder(
                company=company,
                store_order_id=order.store_order_id,
                reason=LeftOutReason.FAILED,
                sentence=sentence,
                store_status_code=read.status.code if read else "",
                status_name=read.status.name if read else "",
                placed_at=read.placed_at if read else None,
                packed_document=pack(order.document) if keeps_document else None,
                seen_at=timezone.now(),
            )
        ],
    )


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
