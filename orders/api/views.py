"""The HTTP interface: /api/v1/."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, NinjaAPI, Query
from ninja.errors import HttpError

from orders.api.idempotency import KeyReused, answer_once
from orders.api.ready_orders import ready_to_ship
from orders.api.schemas import (
    MOST_ORDERS,
    Invalid,
    OrdersOut,
    Problem,
    ShipmentRow,
    ShipmentsIn,
    ShipmentsOut,
)
from orders.api.tokens import REQUESTS_PER_MINUTE, TokenAuth, TokenThrottle, token_of
from orders.fulfilment.tracking_files.rows_to_parcels import Catalogue, TrackingRowResult
from orders.fulfilment.tracking_files.shipping import ship_rows
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from settings.models import ApiToken

PROBLEMS = {401: Problem, 403: Problem, 422: Invalid, 429: Problem}

api = NinjaAPI(
    title="Order desk",
    version="1",
    description=(
        "For label software: read the orders that are ready to ship, and send tracking numbers "
        "back. A token of the company opens it (Company > Toolbox > API Tokens)."
    ),
    docs_url=None,
    auth=TokenAuth(),
    throttle=TokenThrottle(REQUESTS_PER_MINUTE),
    urls_namespace="api",
)


@api.get("/orders", response={200: OrdersOut, **PROBLEMS}, summary="Orders that are ready to ship")
def list_orders(
    request: HttpRequest,
    after: Annotated[
        int, Query(ge=0, le=10**15, description="The `next_after` of the page before.")
    ] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_ORDERS)] = MOST_ORDERS,
) -> OrdersOut:
    """Oldest first. A page may hold fewer orders than `limit`; it is the last when `next_after`
    is null.
    """
    token = token_of(request)
    if not token.may_read_orders:
        raise HttpError(403, "This token may not read orders.")
    return ready_to_ship(token.company, after=after, limit=limit)


@api.post(
    "/shipments",
    response={200: ShipmentsOut, 400: Problem, 409: Problem, **PROBLEMS},
    summary="Ship Confirm packages",
)
def create_shipments(
    request: HttpRequest,
    data: ShipmentsIn,
    idempotency_key: Annotated[
        str | None,
        Header(alias="Idempotency-Key", max_length=200, min_length=1, pattern=r"^[ -~]+$"),
    ] = None,
) -> dict[str, Any]:
    """The packages leave, and the website is told of them. Each row has a result of its own; an
    order whose row is refused stays here. A tracking number that is on its order already changes
    nothing. With an Idempotency-Key the same answer is given again for seven days.
    """
    token = token_of(request)
    if not token.may_ship_orders:
        raise HttpError(403, "This token may not ship orders.")
    if idempotency_key is None:
        return _ship(token, data)
    try:
        return answer_once(token, idempotency_key, request.body, lambda: _ship(token, data))
    except KeyReused:
        raise HttpError(409, "This Idempotency-Key was used for another request.") from None


def _ship(token: ApiToken, data: ShipmentsIn) -> dict[str, Any]:
    rows = [_row(place, row) for place, row in enumerate(data.shipments)]
    answers = ship_rows(token.company, rows, Catalogue(), by=None, via=f"API token {token.name}")
    return {"results": [_result(answer) for answer in answers]}


def _row(place: int, row: ShipmentRow) -> TrackingRow:
    return TrackingRow(
        number=place,
        order_id="" if row.order_id is None else str(row.order_id),
        channel_order=row.channel_order_id.strip(),
        tracking_number=row.tracking_number.strip(),
        carrier=row.carrier.strip(),
        service=row.service.strip(),
        shipped_on=row.shipped_on,
        cost=row.cost,
        weight=row.weight,
        sku=row.sku.strip(),
        quantity=row.quantity,
    )


def _result(answer: TrackingRowResult) -> dict[str, Any]:
    order = answer.order
    return {
        "row": answer.row.number,
        "result": answer.result.value,
        "reason": answer.sentence,
        "warning": answer.warning,
        "order_id": order.pk if order else None,
        "channel_order_id": order.store_order_id if order else answer.row.channel_order,
    }
