"""What the print room writes down about orders: printings, and lines of their timelines."""

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from orders.models import EventKind, Order, OrderEvent


@transaction.atomic
def note_printed(order_ids: Sequence[int], *, by: AbstractBaseUser | None) -> None:
    """The invoices of these orders were printed once more."""
    _lock(order_ids)
    Order.objects.filter(pk__in=order_ids).update(
        invoice_printed_at=timezone.now(), invoice_printed_count=F("invoice_printed_count") + 1
    )
    _write(dict.fromkeys(order_ids, "The invoice was printed."), by)


def note_documents(messages: Mapping[int, str], *, by: AbstractBaseUser | None) -> None:
    """Write what happened to the documents of orders (sentences by order id), all in one go."""
    _write(messages, by)


def _lock(order_ids: Iterable[int]) -> list[Order]:
    return list(Order.objects.select_for_update().filter(pk__in=order_ids).order_by("pk"))


def _write(messages: Mapping[int, str], by: AbstractBaseUser | None) -> None:
    OrderEvent.objects.bulk_create(
        OrderEvent(
            order_id=order_id,
            kind=EventKind.INVOICE,
            by_id=by.pk if by else None,
            message=message,
        )
        for order_id, message in messages.items()
    )
