"""Actions of an order that change its status, and its notes."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from core.people import signed_in
from core.refusals import telling_refusals
from orders.details.forms.notes import OrderNoteForm, StatusCommentForm
from orders.editing import collecting_changes, edit_context, seen_in
from orders.models import NoteKind, OrderEvent
from orders.opening import open_order
from orders.state.make_move import make, write_note
from orders.state.moves import BY_KEY
from settings.rights import Right


@require_http_methods(["GET", "HEAD", "POST"])
def order_move(request: HttpRequest, order_id: int, move: str) -> HttpResponse:
    """Ask for a comment, then move the order."""
    if move not in BY_KEY:
        raise Http404("There is no such move.")
    chosen = BY_KEY[move]
    order = open_order(request, order_id, chosen.right)
    form = StatusCommentForm(request.POST if request.method == "POST" else None)
    if chosen.needs_comment(order):
        form.fields["comment"].required = True
        form.fields["comment"].error_messages["required"] = "Enter Comments: say why."
    meanwhile: list[OrderEvent] = []
    if request.method == "POST" and form.is_valid():
        comment = form.cleaned_data["comment"].strip()
        by, seen = signed_in(request), seen_in(request)
        with collecting_changes(meanwhile), telling_refusals(request):
            moved = make(chosen, order.pk, by=by, comment=comment, seen=seen)
            now = moved.get_order_status_display()
            messages.success(request, f"Order {order.pk} is {now} now.")
        if not meanwhile:
            return redirect("order_detail", order_id=order.pk)
        order.refresh_from_db(fields=["order_status", "shipping_status"])
    context = {
        **edit_context(order, meanwhile),
        "title": chosen.label,
        "save": chosen.label,
        "form": form,
        "why_not": chosen.why_not_move(order),
    }
    return render(request, "orders/details/order_edit.html", context)


@require_POST
def order_note(request: HttpRequest, order_id: int) -> HttpResponse:
    """Add a note to an order."""
    order = open_order(request, order_id, Right.EDIT)
    form = OrderNoteForm(request.POST)
    if form.is_valid():
        kind = NoteKind(form.cleaned_data["kind"])
        write_note(order, kind, form.cleaned_data["text"], by=signed_in(request))
        messages.success(request, "The note was added.")
        return redirect(f"{request.path.removesuffix('notes/')}#notes")
    return render(request, "orders/details/order_note.html", {"order": order, "note_form": form})
