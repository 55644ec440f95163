"""Which pieces of an order go into the packages that lines name. Pure.

`left` is what of each line of the order is left to ship; what a package takes is taken from it.
"""

from collections.abc import Mapping, Sequence

from orders.files.naming import BadRow
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.models import OrderLine


def pieces_named(rows: Sequence[TrackingRow], left: dict[OrderLine, int]) -> dict[int, int]:
    """Pieces by line id of the package of `rows`, each with a SKU or a Qty. Raises `BadRow`.

    Nothing is taken when one of the rows cannot be served.
    """
    mine, chosen = dict(left), dict[int, int]()
    for row in rows:
        lines = _lines(row, mine)
        wanted = sum(mine[line] for line in lines) if row.quantity is None else row.quantity
        for line in lines:
            taken = min(wanted, mine[line])
            mine[line], wanted = mine[line] - taken, wanted - taken
            chosen[line.pk] = chosen.get(line.pk, 0) + taken
        if wanted:
            raise BadRow(f"SKU {row.sku}: {wanted} more than are left to ship.")
    left.update(mine)
    return chosen


def spread(left: Mapping[OrderLine, int], number: int) -> list[dict[int, int]]:
    """What is left in shares as even as they can be, at most `number`, none of them empty."""
    pieces = [line.pk for line, most in left.items() for _ in range(most)]
    number = min(number, len(pieces))
    shares: list[dict[int, int]] = []
    for place in range(number):
        start, end = place * len(pieces) // number, (place + 1) * len(pieces) // number
        share: dict[int, int] = {}
        for line_id in pieces[start:end]:
            share[line_id] = share.get(line_id, 0) + 1
        shares.append(share)
    return shares


def _lines(row: TrackingRow, left: Mapping[OrderLine, int]) -> list[OrderLine]:
    """The lines of the order that a row is about. Raises `BadRow`."""
    if row.sku:
        named = [line for line in left if line.sku.casefold() == row.sku.casefold()]
        if not named:
            raise BadRow(f"The order has no SKU “{row.sku[:60]}”.")
        return named
    open_lines = [line for line, number in left.items() if number]
    without_sku = [line for line in left if not line.sku]
    if sum(left.values()) == (row.quantity or 0) or len(open_lines) == 1:
        return open_lines
    if sum(left[line] for line in without_sku) >= (row.quantity or 1):
        return without_sku
    raise BadRow("The line has a Qty and no SKU. Add the SKU, or leave the Qty out.")
