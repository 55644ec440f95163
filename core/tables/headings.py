"""Finding the line that names the columns: reports put titles above it. Pure."""

from collections.abc import Collection, Sequence

from core.plain_text import plain
from core.tables.table import TableLine

LOOKED_AT = 40


def find_headings(rows: Sequence[TableLine], known: Collection[str]) -> tuple[int, int]:
    """The place in `rows` of the line that names the columns, and how many of `known` it names.

    `known` are headings in the form of `plain`. Without any of them it is the first line that is
    filled as the lines below are; -1 when there is no line at all.
    """
    looked_at = rows[:LOOKED_AT]
    hits = [sum(1 for cell in set(cells) if plain(cell) in known) for _, cells in looked_at]
    best = max(hits, default=0)
    # One known word may stand in a title: "Order report". Two are headings.
    if best >= 2 or (best and _filled(looked_at[hits.index(best)]) == 1):
        return hits.index(best), best
    widths = [_filled(row) for row in looked_at]
    usual = max(widths, default=0)
    for place, width in enumerate(widths):
        if width and width * 2 >= usual:
            return place, hits[place]
    return -1, 0


def _filled(row: TableLine) -> int:
    return sum(1 for cell in row[1] if cell)
