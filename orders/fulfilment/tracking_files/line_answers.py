"""What became of each line of a tracking file, as it is kept, shown and downloaded."""

from collections.abc import Iterable, Mapping, Sequence

from orders.fulfilment.tracking_files.rows_to_parcels import TrackingOutcome, TrackingRowResult
from orders.state.quantities import remaining

# The columns of the download.
ANSWER_COLUMNS = (
    *("Line", "Order ID", "Channel Order #", "Tracking Number", "Customer", "Ship To", "What"),
    *("Result", "Reason"),
)
_WORST_FIRST = (
    TrackingOutcome.FAILED,
    TrackingOutcome.SHIPPED,
    TrackingOutcome.ALREADY,
    TrackingOutcome.SKIPPED,
)


def outcome_of(results: Sequence[TrackingRowResult]) -> TrackingOutcome:
    """What became of a line: it failed when one of its rows did."""
    outcomes = {result.result for result in results}
    return next(one for one in _WORST_FIRST if one in outcomes)


def answer_of_line(
    number: int, texts: Mapping[str, str], outcome: TrackingOutcome, sentence: str
) -> dict[str, str]:
    """The answer to a line that gives no row."""
    return {
        "Line": str(number),
        "Order ID": texts.get("order_id", ""),
        "Channel Order #": texts.get("channel_order", ""),
        "Tracking Number": texts.get("tracking_number", ""),
        "Result": outcome.value,
        "Reason": sentence,
    }


def answer_of_rows(number: int, results: Sequence[TrackingRowResult]) -> dict[str, str]:
    """The answer to a line out of what became of its rows: failed when one of them did."""
    outcomes, outcome = {result.result for result in results}, outcome_of(results)
    said = [text for result in results for text in (result.sentence, result.warning)]
    if len(outcomes) > 1 and TrackingOutcome.SHIPPED in outcomes:
        gone = [one for one in results if one.result == TrackingOutcome.SHIPPED and one.order]
        said += [f"Order {one.order.pk} can go." for one in gone if one.order]
    orders = list(dict.fromkeys(result.order for result in results if result.order))
    texts = {
        "order_id": _joined(str(order.pk) for order in orders)
        or _joined(result.row.order_id for result in results),
        "channel_order": _joined(order.store_order_id for order in orders)
        or _joined(result.row.channel_order for result in results),
        "tracking_number": _joined(result.row.tracking_number for result in results),
    }
    answer = answer_of_line(number, texts, outcome, _joined(said, " "))
    return answer | {
        "Customer": _joined(order.customer_name for order in orders),
        "Ship To": _joined((result.destination for result in results), "; "),
        "What": _joined(map(_what, results), "; "),
        **_strange_words(results[0]),
    }


def _strange_words(result: TrackingRowResult) -> dict[str, str]:
    """Carrier and service as the line has them, where they are not ours, and how they were read."""
    if result.named is None or not result.named.remark:
        return {}
    read = str(result.named.service) if result.named.service else ""
    return {"Carrier": result.row.carrier, "Service": result.row.service, "Read As": read}


def _what(result: TrackingRowResult) -> str:
    """How the row's package goes, and what is in it."""
    order, parcel = result.order, result.parcel
    if order is None or parcel is None or result.result != TrackingOutcome.SHIPPED:
        return ""
    how = str(parcel.service or parcel.carrier or "no carrier")
    lines = order.lines.all()
    if parcel.quantities is None:
        pieces = [(remaining(line), line.name) for line in lines]
    else:
        pieces = [(parcel.quantities.get(line.pk, 0), line.name) for line in lines]
    items = ", ".join(f"{number} × {name}" for number, name in pieces if number)
    return f"{items} by {how}" if items else f"by {how}"


def _joined(texts: Iterable[str], between: str = ", ") -> str:
    return between.join(dict.fromkeys(filter(None, texts)))
