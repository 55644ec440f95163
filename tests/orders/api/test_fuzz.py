"""The HTTP interface under whatever its own OpenAPI description allows, and what it forbids."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import given, settings
from schemathesis import GenerationMode
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cscart_connector.wsgi import application
from orders.api.views import api
from orders.importing.intake import receive
from orders.models import Package
from settings.models import Company
from tests.factories import a_company, a_store_order
from tests.orders.api.conftest import a_token

pytestmark = pytest.mark.django_db

load_all_checks()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
OURS, THEIRS = "97", "500"
_orders: Iterator[str] = cycle([OURS, THEIRS, ""])


@pytest.fixture
def schema(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[Any]:
    """The interface in this process, without its limit of requests."""
    for throttle in api.throttle if isinstance(api.throttle, list) else [api.throttle]:
        monkeypatch.setattr(throttle, "num_requests", 1_000_000)
    # The requests share the test's connection, which must outlive them.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def secret(company: Company) -> str:
    """A token of a company with one order; another company has one too."""
    receive(company, [a_store_order(OURS)])
    receive(a_company("Theirs"), [a_store_order(THEIRS)])
    return a_token(company)[1]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize(
    ("path", "method"), [("/api/v1/orders", "GET"), ("/api/v1/shipments", "POST")]
)
def test_it_never_breaks_and_never_crosses_a_company(
    path: str, method: str, mode: GenerationMode, schema: Any, secret: str
) -> None:
    @settings(max_examples=40, deadline=None, derandomize=True, database=None)
    @given(case=schema[path][method].as_strategy(generation_mode=mode))
    def asked(case: Any) -> None:
        _name_known_orders(case)
        assert case.call(headers={"Authorization": "Bearer desk_wrong"}).status_code in (400, 401)
        response = case.call(headers={"Authorization": f"Bearer {secret}"})
        case.validate_response(response, checks=CHECKS)
        assert not Package.objects.filter(order__company__name="Theirs").exists()
        assert THEIRS not in response.text or _asked_for(case, THEIRS)
        seen.add(response.status_code)

    seen: set[int] = set()
    asked()
    assert (200 if mode == GenerationMode.POSITIVE else 422) in seen


def _name_known_orders(case: Any) -> None:
    """Let the made-up rows meet orders: random numbers would meet none."""
    rows = case.body.get("shipments") if isinstance(case.body, dict) else None
    for row in rows if isinstance(rows, list) else []:
        number = next(_orders)
        if isinstance(row, dict) and number:
            row["channel_order_id"] = number
            row.pop("order_id", None)


def _asked_for(case: Any, number: str) -> bool:
    return number in str(case.body) or number in str(case.query)
