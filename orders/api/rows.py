"""Rows of a request as lines of a file: the API understands whatever a file does."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from orders.api.schemas import ShipmentRow
from orders.files.days import order_of_days
from orders.fulfilment.tracking_files.line_answers import outcome_of
from orders.fulfilment.tracking_files.rows_to_parcels import TrackingOutcome, TrackingRowResult
from orders.fulfilment.tracking_files.tracking_row import LineReading, TrackingColumn
from settings.models import Company


def texts_of(row: ShipmentRow) -> dict[str, str]:
    """What a row says, as the cells of a line by column."""
    said = {
        TrackingColumn.ORDER_ID: row.order_id,
        TrackingColumn.CHANNEL_ORDER: row.channel_order_id,
        TrackingColumn.TRACKING_NUMBER: row.tracking_number,
        TrackingColumn.CARRIER: row.carrier,
        TrackingColumn.SERVICE: row.service,
        TrackingColumn.SHIPPED_ON: row.shipped_on,
        TrackingColumn.COST: row.cost,
        TrackingColumn.WEIGHT: row.weight,
        TrackingColumn.SKU: row.sku,
        TrackingColumn.QUANTITY: row.quantity,
        TrackingColumn.VOID: row.status,
        TrackingColumn.CUSTOMER: row.recipient,
        TrackingColumn.POSTCODE: row.postal_code,
    }
    return {column.value: "" if value is None else f"{value}" for column, value in said.items()}


def reading_of(texts: Sequence[Mapping[str, str]], company: Company) -> LineReading:
    """How the rows of one request are read: the order of day and month by the rows themselves."""
    days = (said[TrackingColumn.SHIPPED_ON] for said in texts)
    today = timezone.localdate(timezone=company.zone)
    return LineReading(day_order=order_of_days(days, today), zone=company.zone)


def unread(
    place: int, said: Mapping[str, str], outcome: TrackingOutcome, sentence: str
) -> dict[str, Any]:
    """The result of a row that asks for nothing, or cannot be read."""
    return {
        "row": place,
        "result": outcome.value,
        "reason": sentence,
        "channel_order_id": said[TrackingColumn.CHANNEL_ORDER],
    }


def result_of(results: Sequence[TrackingRowResult]) -> dict[str, Any]:
    """What became of a row, which may be of several orders."""
    first = results[0]
    order = next((one.order for one in results if one.order), None)
    return {
        "row": first.row.number,
        "result": outcome_of(results).value,
        "reason": " ".join(dict.fromkeys(one.sentence for one in results if one.sentence)),
        "warning": " ".join(dict.fromkeys(one.warning for one in results if one.warning)),
        "order_id": order.pk if order else None,
        "channel_order_id": order.store_order_id if order else first.row.channel_order,
    }
