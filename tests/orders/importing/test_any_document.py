"""Whatever a CS-Cart store legally sends: each order is in, or listed with its field."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from cscart_connector.cscart.responses import parse_json
from cscart_connector.cscart.scrub import scrub
from cscart_connector.cscart.statuses import StatusTable
from cscart_connector.cscart.translate import order as read_order
from orders.models import LeftOutOrder, Order
from tests.factories import a_company
from tests.fakes import FakeStore
from tests.orders.importing.cscart_documents import DOCUMENTS, FIELDS
from tests.orders.importing.test_import_orders import log_of, run_import

# The names by which a reason may call a field: as the store has it, or as staff call it.
NAMES = (*FIELDS, "price", "amount", "rate_value", "shipped_amount", "item_id", "cost", "discount")

_DATABASE_WORDS = ("character varying", "numeric field overflow", "violates", "out of range")


def on_the_wire(document: dict[str, Any]) -> dict[str, Any]:
    """`document` as it comes out of the store's bytes."""
    parsed: dict[str, Any] = scrub(parse_json(as_json(document).encode()))
    return parsed


def as_json(value: Any) -> str:
    """JSON with numbers as they were typed, however large: no encoder of Python writes those."""
    if isinstance(value, dict):
        pairs = (f"{json.dumps(key)}:{as_json(one)}" for key, one in value.items())
        return f"{{{','.join(pairs)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(as_json, value))}]"
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


@pytest.mark.django_db(transaction=False)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        *(HealthCheck.function_scoped_fixture, HealthCheck.too_slow),
        *(HealthCheck.data_too_large, HealthCheck.large_base_example),
    ],
)
@given(documents=st.lists(DOCUMENTS, min_size=1, max_size=6))
def test_every_order_is_in_or_listed_with_its_field(
    documents, monkeypatch, django_db_blocker: DjangoDbBlocker
):
    company = a_company(
        allow_order_download=True, allow_unpaid_orders=True, allow_download_shipped_orders=True
    )
    statuses = StatusTable([{"status": "Z", "description": "N" * 255, "params": []}])
    numbered = [{**one, "order_id": str(number)} for number, one in enumerate(documents, 1)]
    store = FakeStore(*(read_order(on_the_wire(one), statuses) for one in numbered), page_size=4)
    for place in ("runs.import_orders", "reading.open_store"):
        monkeypatch.setattr(f"orders.importing.{place}.open_store", lambda _connection: store)
    job = run_import(company)
    assert job.status in ("completed", "partial_success"), (job.error, log_of(job))
    here = set(Order.objects.filter(company=company).values_list("store_order_id", flat=True))
    listed = dict(
        LeftOutOrder.objects.filter(company=company).values_list("store_order_id", "sentence")
    )
    assert here | set(listed) == {one["order_id"] for one in numbered}
    assert not here & set(listed)
    for sentence in listed.values():
        assert any(f"“{name}" in sentence for name in NAMES), sentence
        assert not any(words in sentence for words in _DATABASE_WORDS)
    again = run_import(company)
    assert again.counts.get("updated", 0) == 0
