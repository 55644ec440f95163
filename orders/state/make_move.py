"""Making moves, and writing notes: with timeline and Change Log."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from core.refusals import Refused
from orders.models import EventKind, NoteKind, Order, OrderEvent, OrderNote
from orders.state.moves import Move
from orders.state.stale import refuse_if_changed


@transaction.atomic
def make(
    move: Move,
    order_id: int,
    *,
    by: AbstractBaseUser,
    comment: str = "",
    seen: int | None = None,
) -> Order:
    """Move an order; a comment is kept as a General note.

    Raises `Refused`, and `ChangedMeanwhile` when others changed the order after the event `seen`.
    """
    locked = Order.objects.select_for_update(of=("self",)).select_related("company")
    order = locked.get(pk=order_id)
    refuse_if_changed(order, seen, by=by)
    reason = move.why_not_move(order)
    if reason:
        raise Refused(f"{move.label} is not possible. {reason}")
    if move.needs_comment(order) and not comment:
        raise Refused(f"{move.label} is not possible. Enter Comments: say why.")
    before = order.get_order_status_display()
    order.order_status = move.to
    order.save(update_fields=["order_status"])  # django-auditlog writes the Change Log
    OrderEvent.objects.create(
        order=order,
        kind=EventKind.STATUS,
        by_id=by.pk,
        message=" ".join(filter(None, [f"{before} → {move.to.label}.", comment])),
    )
    if comment:
        OrderNote.objects.create(order=order, kind=NoteKind.GENERAL, text=comment, by_id=by.pk)
    return order


@transaction.atomic
def write_note(order: Order, kind: NoteKind, text: str, *, by: AbstractBaseUser) -> OrderNote:
    """Add a note to an order, and a line to its timeline."""
    note = OrderNote.objects.create(order=order, kind=kind, text=text, by_id=by.pk)
    OrderEvent.objects.create(
        order=order, kind=EventKind.NOTE, by_id=by.pk, message=f"{kind.label} note: {text}"
    )
    return note
