"""The HTTP interface for label software."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from orders.api import tokens
from orders.api.views import api
from orders.importing.intake import receive
from orders.models import ApiAnswer, Order, Package
from settings.api_tokens import count_use, find_token, revoke
from settings.models import ApiToken
from stores.models import OutgoingChange
from tests.factories import a_company, a_line, a_store_order
from tests.orders.api.conftest import Program, a_token

NUMBER = "1Z999AA10123456784"


@pytest.fixture
def order(company) -> Order:
    receive(company, [a_store_order("97", lines=(a_line("11"), a_line("12", sku="MUG")))])
    return Order.objects.get()


def results(answer: Any) -> list[tuple[str, str]]:
    assert answer.status_code == 200, answer.content
    return [(row["result"], row["reason"]) for row in answer.json()["results"]]


def test_what_is_ready_to_ship_is_read(program, order):
    body = program.get("/orders").json()
    (one,) = body["orders"]
    assert (one["order_id"], one["channel_order_id"], body["next_after"]) == (order.pk, "97", None)
    assert one["items"] == [
        {"sku": "TS-RED", "name": "T-shirt", "quantity": 2},
        {"sku": "MUG", "name": "T-shirt", "quantity": 2},
    ]
    assert (one["ship_to"]["name"], one["ship_to"]["country"]) == ("Ana Brandt", "US")
    Order.objects.update(order_status="on_hold")
    assert program.get("/orders").json()["orders"] == []


def test_orders_come_in_pages(program, company):
    receive(company, [a_store_order(str(number)) for number in range(1, 4)])
    first = program.get("/orders?limit=2").json()
    second = program.get(f"/orders?limit=2&after={first['next_after']}").json()
    numbers = [one["channel_order_id"] for page in (first, second) for one in page["orders"]]
    assert (numbers, second["next_after"]) == (["1", "2", "3"], None)


def test_a_package_is_ship_confirmed(program, order):
    row = {"channel_order_id": "97", "tracking_number": NUMBER, "service": "UPS_GROUND"}
    answer = program.ship({**row, "cost": "4.20", "weight": 0.5, "sku": "MUG", "quantity": 1})
    assert results(answer) == [("shipped", "")]
    package = Package.objects.get()
    assert (str(package.service), str(package.cost)) == ("UPS – Ground (UPS_GROUND)", "4.20")
    assert OutgoingChange.objects.count() == 1
    event = order.events.first()
    assert event.by is None
    assert event.message.startswith("Ship Confirmed by API token Labels: UPS – Ground")


def test_each_row_has_its_result(program, order):
    answer = program.ship(
        {"order_id": order.pk, "tracking_number": "T1", "sku": "MUG"},
        {"order_id": order.pk, "tracking_number": "T2", "sku": "HAT"},
        {"channel_order_id": "404", "tracking_number": "T3"},
        {"tracking_number": "T4"},
    )
    assert results(answer) == [
        ("shipped", ""),
        ("failed", "The order has no SKU “HAT”."),
        ("failed", "There is no order 404 at this company."),
        ("failed", "The row names no order."),
    ]
    again = program.ship({"order_id": order.pk, "tracking_number": "t 1", "sku": "MUG"})
    assert results(again) == [("already", "")]
    assert Package.objects.count() == 1


def test_an_order_of_another_company_is_not_there(program, order):
    theirs = a_company("Theirs")
    receive(theirs, [a_store_order("500")])
    other = Order.objects.get(company=theirs)
    answer = program.ship(
        {"order_id": other.pk, "tracking_number": "T1"},
        {"channel_order_id": "500", "tracking_number": "T2"},
    )
    assert {result for result, _ in results(answer)} == {"failed"}
    assert "Theirs" not in answer.content.decode()
    assert [one["order_id"] for one in program.get("/orders").json()["orders"]] == [order.pk]
    assert not Package.objects.exists()


def test_the_same_request_is_answered_again(program, order):
    row = {"channel_order_id": "97", "tracking_number": NUMBER, "sku": "MUG", "quantity": 1}
    first = program.ship(row, key="k1")
    second = program.ship(row, key="k1")
    assert first.json() == second.json()
    assert results(second) == [("shipped", "")]
    assert Package.objects.count() == 1
    other = program.ship({**row, "quantity": 2}, key="k1")
    assert other.status_code == 409
    assert results(program.ship(row, key="k2")) == [("already", "")]


def test_answers_are_kept_for_a_week(program, order):
    row = {"channel_order_id": "97", "tracking_number": NUMBER}
    program.ship(row, key="k1")
    ApiAnswer.objects.update(at=timezone.now() - timedelta(days=8))
    assert results(program.ship(row, key="k1")) == [("already", "")]


def test_a_key_belongs_to_its_token(program, company, order):
    row = {"channel_order_id": "97", "tracking_number": NUMBER}
    program.ship(row, key="k1")
    other = Program(a_token(company)[1])
    assert results(other.ship(row, key="k1")) == [("already", "")]


@pytest.mark.parametrize("secret", ["", "wrong", "desk_wrong", "\N{SNOWMAN}"])
def test_nobody_comes_in_without_a_token(order, secret):
    stranger = Program(secret)
    assert stranger.get("/orders").status_code == 401
    assert stranger.ship({"order_id": order.pk, "tracking_number": "T"}).status_code == 401
    assert not Package.objects.exists()


def test_a_session_opens_nothing(staff, order):
    assert staff.get("/api/v1/orders").status_code == 401


def test_a_token_that_was_revoked_opens_nothing(company, order):
    token, secret = a_token(company)
    assert Program(secret).get("/orders").status_code == 200
    revoke(token)
    assert Program(secret).get("/orders").status_code == 401


def test_a_token_of_a_deactivated_company_opens_nothing(program, company, order):
    company.is_active = False
    company.save()
    assert program.get("/orders").status_code == 401


def test_a_token_does_only_what_it_is_for(company, order):
    reader = Program(a_token(company, may_ship_orders=False)[1])
    shipper = Program(a_token(company, may_read_orders=False)[1])
    row = {"order_id": order.pk, "tracking_number": "T"}
    assert (reader.get("/orders").status_code, reader.ship(row).status_code) == (200, 403)
    assert (shipper.get("/orders").status_code, shipper.ship(row).status_code) == (403, 200)


def test_a_token_may_ask_only_so_often(company, order, monkeypatch):
    throttle = api.throttle
    monkeypatch.setattr(throttle[0] if isinstance(throttle, list) else throttle, "num_requests", 2)
    first, second = Program(a_token(company)[1]), Program(a_token(company)[1])
    assert [first.get("/orders").status_code for _ in range(3)] == [200, 200, 429]
    assert 0 < int(first.get("/orders").headers["Retry-After"]) <= 60
    assert second.get("/orders").status_code == 200
    ApiToken.objects.update(minute_began_at=timezone.now() - timedelta(minutes=1))
    assert [first.get("/orders").status_code for _ in range(3)] == [200, 200, 429]
    assert tokens.REQUESTS_PER_MINUTE == 120


def test_as_many_are_let_in_as_may_be_when_all_ask_at_once(transactional_db, company):
    token, _ = a_token(company)

    def ask(_: int) -> bool:
        try:
            return count_use(token, 10)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(ask, range(40))) == 10


def test_only_the_hash_of_a_token_is_kept(company):
    token, secret = a_token(company)
    row = ApiToken.objects.filter(pk=token.pk).values().get()
    assert secret not in str(row)
    found = find_token(secret)
    assert found == token
    token.refresh_from_db()
    assert token.last_used_at is not None


def test_a_token_is_made_shown_once_and_revoked(staff, company):
    url = f"/companies/{company.pk}/api-tokens/"
    page = staff.post(url, {"name": "ShipTool", "may_ship_orders": "on", "days": "90"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in staff.get(url).content.decode()
    found = find_token(secret)
    assert found is not None
    assert (found.name, found.may_read_orders, found.may_ship_orders) == ("ShipTool", False, True)
    staff.post(f"/companies/api-tokens/{found.pk}/revocation/")
    assert find_token(secret) is None
    assert "Revoked" in staff.get(url).content.decode()
    assert "Choose at least one" in staff.post(url, {"name": "X"}).content.decode()


def test_the_interface_describes_itself(client, staff):
    description = client.get("/api/v1/openapi.json").json()
    assert description["openapi"].startswith("3.1")
    assert set(description["paths"]) == {"/api/v1/orders", "/api/v1/shipments"}
    page = staff.get("/api/documentation/").content.decode()
    assert "POST /api/v1/shipments" in page
    assert "tracking_number" in page
