"""Packing slips: of an order what is still to go, of a package what is in it. Pure."""

from dataclasses import replace

from invoices.document import Document, DocumentKind, DocumentLine
from invoices.issuing.building import OrderFacts, common_of, document_line
from orders.models import Order, OrderLine, OrderStatus, Package
from orders.state.quantities import cancelled, gone


def why_not_pack(order: Order) -> str:
    """Why no packing slip is printed for `order`, as a sentence; '' when one is."""
    if order.order_status in (OrderStatus.CANCELLED, OrderStatus.VOID):
        return f"The order is {order.get_order_status_display()}: nothing of it is to be packed."
    return ""


def packing_slip(facts: OrderFacts, package: Package | None = None) -> Document:
    """What goes into the parcel, without prices; downloads stay out.

    Of an order that is what has not left yet, or all of it once everything has. Each line says how
    many were ordered, shipped before, refunded, and are to follow, where that is not plain.
    """
    lines = [line for line in facts.lines if line.needs_shipping] or list(facts.lines)
    if package is not None:
        counted = _of_package(lines, package)
    else:
        counted = [(line, _to_go(line)) for line in lines]
        if not any(pieces for _, pieces in counted):
            counted = [(line, line.quantity - cancelled(line)) for line in lines]
    common = common_of(facts)
    if package is not None:
        common["tracking_numbers"] = (package.tracking_number,) if package.tracking_number else ()
    return Document(
        kind=DocumentKind.PACKING_SLIP,
        number=str(package) if package is not None else "",
        lines=tuple(_packed(line, pieces, package) for line, pieces in counted),
        total=facts.order.grand_total,
        **common,
    )


def _of_package(lines: list[OrderLine], package: Package) -> list[tuple[OrderLine, int]]:
    known = {line.pk: line for line in lines}
    return [
        (known[row.line_id], row.quantity) for row in package.packed_lines if row.line_id in known
    ]


def _to_go(line: OrderLine) -> int:
    return max(0, line.quantity - gone(line) - cancelled(line))


def _packed(line: OrderLine, pieces: int, package: Package | None) -> DocumentLine:
    left = gone(line)
    # What has left with this very package was not shipped before it.
    before = max(0, left - pieces) if package is not None and package.confirmed_at else left
    if package is None and not _to_go(line):
        before = 0 if pieces else left
    refunded = cancelled(line)
    to_follow = max(0, line.quantity - before - refunded - pieces)
    counts = (("shipped_before", before), ("refunded", refunded), ("to_follow", to_follow))
    said = tuple((word, number) for word, number in counts if number)
    if said:
        said = (("ordered", line.quantity), *said)
    return replace(document_line(line), quantity=pieces, pieces=said)
