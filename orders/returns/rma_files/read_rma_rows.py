"""The lines of a file of RMAs, read from their texts."""

from orders.files.naming import BadRow, OrderNumbers, read_numbers
from orders.models import Reason, ReasonKind, RmaImport
from orders.returns.rma_files.rma_row import RmaColumn, read_row
from orders.returns.rma_files.rows_to_rmas import RmaRowResult
from uploads.columns import cells_by_column

_NUMBERS = (RmaColumn.ORDER_ID, RmaColumn.CHANNEL_ORDER)


def read_rma_rows(upload: RmaImport) -> list[RmaRowResult]:
    """The lines of `upload`; those that cannot be read have their sentence already."""
    reasons = Reason.offered(upload.company_id, ReasonKind.RMA)
    whose = OrderNumbers(upload.reading.get("order_numbers", ""))
    results = []
    for number, cells in upload.lines:
        result = RmaRowResult(number, cells_by_column(cells, upload.columns))
        ours, theirs = (result.texts.get(column, "") for column in _NUMBERS)
        result.may_be_channel_order = whose == OrderNumbers.FIND_OUT
        if whose == OrderNumbers.CHANNEL and not theirs.strip():
            ours, theirs = "", ours
        try:
            result.order_id, result.channel_order = read_numbers(ours, theirs)
            result.row = read_row(number, result.texts, reasons)
        except BadRow as bad:
            result.sentence = str(bad)
        results.append(result)
    return results
