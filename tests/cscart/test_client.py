"""HTTP to the store: what is sent, and what is never sent."""

import json
import logging
import time
from dataclasses import replace

import pytest
import responses

from cscart_connector.cscart.client import CsCartClient, Login, Patience
from stores.errors import StoreRefused, StoreUnavailable

KEY = "0123456789abcdef0123456789abcdef"
ORDERS = "https://shop.example/api/2.0/orders"


def a_client(**login) -> CsCartClient:
    details = {"base_url": "https://shop.example", "email": "a@example.com", "api_key": KEY}
    return CsCartClient(Login(**{**details, **login}), sleep=lambda seconds: None)


@responses.activate
def test_it_logs_in_asks_for_one_language_and_version_two():
    responses.get(ORDERS, json={})
    a_client(language="de").get("orders", {"page": 2})
    request = responses.calls[0].request
    assert request.url == f"{ORDERS}?page=2&sl=de"
    assert request.headers["Authorization"].startswith("Basic ")
    assert "Accept-Language" not in request.headers


@responses.activate
def test_without_rewriting_the_path_goes_into_a_parameter():
    responses.get("https://shop.example/api.php", json={})
    a_client(with_rewriting=False).get("orders/97")
    assert (
        responses.calls[0].request.url == "https://shop.example/api.php?_d=2.0%2Forders%2F97&sl=en"
    )


@responses.activate
def test_an_order_put_carries_exactly_the_four_keys_as_json():
    responses.put(f"{ORDERS}/97", json={"order_id": "97"})
    a_client().set_order_status("97", "C", notify_user=True)
    request = responses.calls[0].request
    assert request.headers["Content-Type"] == "application/json"
    assert json.loads(request.body or "") == {
        "status": "C",
        "notify_user": True,
        "notify_department": False,
        "notify_vendor": False,
    }


@pytest.mark.parametrize("status", ["", "CC", "c", "1", "Ä"])
def test_a_status_that_is_not_one_letter_is_never_sent(status):
    with pytest.raises(ValueError, match="one letter from A to Z"):
        a_client().set_order_status("97", status, notify_user=False)


@responses.activate
def test_a_write_without_the_json_header_is_never_sent(monkeypatch):
    client = a_client()
    request = client._request("PUT", "orders/97", {}, json=None)
    monkeypatch.setattr(client, "_request", lambda *args, **kwargs: request)
    with pytest.raises(AssertionError, match="Content-Type"):
        client.set_order_status("97", "C", notify_user=False)
    assert len(responses.calls) == 0


@responses.activate
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_redirect_is_never_followed_and_names_the_right_address(method):
    target = "https://www.shop.example/api/2.0/orders/97?sl=en"
    responses.add(method, f"{ORDERS}/97", status=301, headers={"Location": target})
    client = a_client()
    calls = {
        "GET": lambda: client.get("orders/97"),
        "PUT": lambda: client.set_order_status("97", "C", notify_user=False),
    }
    with pytest.raises(StoreRefused, match=r"answers at https://www\.shop\.example\. Enter that"):
        calls[method]()
    assert len(responses.calls) == 1


@responses.activate
def test_a_read_waits_as_long_as_the_store_asks():
    waited: list[float] = []
    client = CsCartClient(
        Login(base_url="https://shop.example", email="a", api_key=KEY), sleep=waited.append
    )
    responses.get(ORDERS, status=429, headers={"Retry-After": "7"})
    responses.get(ORDERS, json={"orders": []})
    assert client.get("orders")[0] == {"orders": []}
    assert waited == [7.0]


@responses.activate
def test_a_long_retry_after_is_left_to_the_caller():
    responses.get(ORDERS, status=503, headers={"Retry-After": "300"})
    with pytest.raises(StoreUnavailable) as caught:
        a_client().get("orders")
    assert caught.value.retry_after == 300
    assert len(responses.calls) == 1


@responses.activate
def test_pauses_between_tries_grow():
    waited: list[float] = []
    login = Login(base_url="https://shop.example", email="a", api_key=KEY)
    client = CsCartClient(login, patience=Patience(tries=4), sleep=waited.append)
    responses.get(ORDERS, status=502)
    with pytest.raises(StoreUnavailable):
        client.get("orders")
    assert [round(pause) >= least for pause, least in zip(waited, (1, 2, 4), strict=True)] == [
        True
    ] * 3


@responses.activate
def test_no_secret_shows_in_errors_logs_or_representations(caplog):
    caplog.set_level(logging.DEBUG)
    page = b"<html><title>Service unavailable</title></html><!-- INSERT 'ana@example.com' -->"
    responses.get(ORDERS, status=500, body=page)
    client = a_client()
    with pytest.raises(StoreUnavailable) as caught:
        client.get("orders", {"email": "ana@example.com"})
    seen = caplog.text + repr(caught.value) + str(caught.value) + repr(client._login)
    assert KEY not in seen
    assert "ana@example.com" not in seen
    assert "GET /api/2.0/orders 500" in caplog.text


def hanging(sandbox, **patience) -> CsCartClient:
    login = Login(base_url=sandbox.base_url, email=sandbox.email, api_key=sandbox.api_key)
    patient = Patience(connect=1, first_read=0.2, read=0.6, whole=5, tries=4, first_pause=0.01)
    return CsCartClient(login, patience=replace(patient, **patience), sleep=lambda seconds: None)


def test_a_store_that_hangs_from_the_start_is_left_after_the_first_short_wait(sandbox):
    sandbox.control.fault("late", times=99, seconds=1.5)
    begun = time.monotonic()
    with pytest.raises(StoreUnavailable, match="did not answer in time"):
        hanging(sandbox).get("orders")
    assert time.monotonic() - begun < 1.5  # before the store would have answered
    assert len(sandbox.requests) == 1


def test_a_store_that_begins_to_hang_is_asked_once_more(sandbox):
    client = hanging(sandbox)
    client.get("orders")
    sandbox.control.fault("late", times=99, seconds=1.5)
    with pytest.raises(StoreUnavailable, match="did not answer in time"):
        client.get("orders")
    assert len(sandbox.requests) == 3


def test_a_store_that_has_answered_may_take_its_time(sandbox):
    client = hanging(sandbox)
    client.get("orders")
    sandbox.control.fault("late", seconds=0.4)
    client.get("orders")
    assert len(sandbox.requests) == 2
