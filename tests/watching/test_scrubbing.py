"""What is left of texts and events before anybody outside reads them."""

import pytest

from cscart_connector.watching.scrubbing import plain, scrubbed


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Order of ana@example.com failed", "Order of [removed] failed"),
        ("invalid literal for int(): 'Brandt'", "invalid literal for int(): [removed]"),
        ("duplicate key\nDETAIL:  Key (email)=(ana@example.com)", "duplicate key"),
        ("Key (name)=(Ana Brandt) exists", "Key (name)[removed] exists"),
        ("call +1 (555) 010-0199 now", "call [removed] now"),
        ("GET /orders/?q=Ana failed", "GET /orders/[removed] failed"),
        ("key 0123456789abcdef0123456789abcdef", "key [removed]"),
        ("connection refused on port 5432", "connection refused on port 5432"),
    ],
)
def test_values_go_and_words_stay(text, left):
    assert plain(text) == left


def test_an_event_keeps_where_and_loses_with_whom():
    frame = {"function": "receive", "lineno": 7, "vars": {"name": "Brandt"}}
    error = {"type": "ValueError", "value": "'Brandt'", "stacktrace": {"frames": [frame]}}
    event = {
        "event_id": "1",
        "exception": {"values": [error]},
        "user": {"email": "ana@example.com"},
        "request": {"method": "POST", "data": {"name": "Brandt"}, "cookies": "sessionid=1"},
        "extra": {"name": "Brandt"},
        "breadcrumbs": {"values": [{"message": "Brandt"}]},
        "tags": {"customer": "Brandt"},
        "contexts": {"trace": {"trace_id": "t", "data": {"name": "Brandt"}}, "other": "Brandt"},
        "spans": [{"span_id": "s", "description": "SELECT 'Brandt'", "data": {"n": "Brandt"}}],
        "logentry": {"message": "Order of %s", "params": ["Brandt"], "formatted": "of Brandt"},
    }
    left = scrubbed(event)
    assert "Brandt" not in str(left)
    assert "sessionid" not in str(left)
    (kept,) = left["exception"]["values"]
    assert kept["stacktrace"]["frames"] == [{"function": "receive", "lineno": 7}]
    assert left["logentry"] == {"message": "Order of %s"}
    assert left["request"] == {"method": "POST"}


@pytest.mark.parametrize(
    ("source", "left"), [("url", "[removed]"), ("route", "/orders/{id}"), (None, "/orders/{id}")]
)
def test_an_address_without_a_route_is_not_told(source, left):
    info = {"transaction_info": {"source": source}} if source else {}
    event = {"transaction": "/orders/{id}", **info}
    assert scrubbed(event)["transaction"] == left
