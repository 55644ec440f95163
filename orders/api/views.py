"""The HTTP interface: /api/v1/."""

from collections import defaultdict
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header, NinjaAPI, Query
from ninja.errors import HttpError

from orders.api.idempotency import KeyReused, answer_once
from orders.api.ready_orders import ready_to_ship
from orders.api.rows import reading_of, result_of, texts_of, unread
from orders.api.schemas import (
    MOST_ORDERS,
    Invalid,
    OrdersOut,
    Problem,
    ShipmentsIn,
    ShipmentsOut,
)
from orders.api.tokens import REQUESTS_PER_MINUTE, TokenAuth, TokenThrottle, token_of
from orders.files.naming import BadRow, SkippedRow
from orders.fulfilment.tracking_files.catalogue import Catalogue
from orders.fulfilment.tracking_files.rows_to_parcels import TrackingOutcome, TrackingRowResult
from orders.fulfilment.tracking_files.ship_rows import ship_rows
from orders.fulfilment.tracking_files.tracking_row import TrackingRow, read_rows
from settings.api_tokens import why_not_read, why_not_ship
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
    if reason := why_not_read(token):
        raise HttpError(403, reason)
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
    if reason := why_not_ship(token):
        raise HttpError(403, reason)
    if idempotency_key is None:
        return _ship(token, data)
    try:
        return answer_once(token, idempotency_key, request.body, lambda: _ship(token, data))
    except KeyReused:
        raise HttpError(409, "This Idempotency-Key was used for another request.") from None


def _ship(token: ApiToken, data: ShipmentsIn) -> dict[str, Any]:
    """Read each row as a file's line is read, and ship what can be shipped."""
    texts = [texts_of(row) for row in data.shipments]
    how = reading_of(texts, token.company)
    rows: list[TrackingRow] = []
    given: dict[int, dict[str, Any]] = {}
    for place, said in enumerate(texts):
        try:
            rows += read_rows(place, said, how)
        except SkippedRow as reason:
            given[place] = unread(place, said, TrackingOutcome.SKIPPED, str(reason))
        except BadRow as bad:
            given[place] = unread(place, said, TrackingOutcome.FAILED, str(bad))
    results: dict[int, list[TrackingRowResult]] = defaultdict(list)
    via = f"API token {token.name}"
    for result in ship_rows(token.company, rows, Catalogue(token.company), by=None, via=via):
        results[result.row.number].append(result)
    given |= {place: result_of(of_row) for place, of_row in results.items()}
    return {"results": [given[place] for place in range(len(texts))]}
