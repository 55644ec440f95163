"""The rows of a page of Manage Orders, as HTML.

Cells are written here and not in a template: a page has hundreds of them.
"""

from collections.abc import Sequence

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from orders.desk.listing.column_data import ColumnData
from orders.desk.listing.columns import ListColumn
from orders.models import Order


def rows_of(orders: Sequence[Order], columns: Sequence[ListColumn]) -> list[SafeString]:
    """The rows of a page as HTML; each part that a column needs is read once for all of them."""
    parts = ColumnData.of(orders, {column.needs for column in columns})
    # What is the same in all rows is written once: a page has hundreds of cells.
    cells = [
        (
            str(
                format_html(
                    '<td data-label="{}" class="col-{} {}">', column.label, column.key, column.css
                )
            ),
            column.cell,
        )
        for column in columns
    ]
    return [
        mark_safe(  # noqa: S308  # each cell is escaped
            "".join(
                [
                    f"<tr>{_TICK.format(order.pk)}",
                    *(
                        f"{begin}{conditional_escape(cell(order, parts))}</td>"
                        for begin, cell in cells
                    ),
                    "</tr>",
                ]
            )
        )
        for order in orders
    ]


# The tick box of the bulk bar, see `_bulk_bar.html`.
_TICK = (
    '<td class="tick" data-label="Select"><input class="form-check-input" type="checkbox" '
    'name="order" value="{0}" form="bulk" aria-label="Select order {0}"></td>'
)
