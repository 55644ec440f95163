"""The sandbox store keeps to CS-Cart's REST contract, asked with nothing but plain requests."""

import json
import time

import cscart.client
import pytest
import requests

from sandbox.order_building import new_line
from sandbox.server import SandboxStore
from tests.sandbox.conftest import call, get


def ship(store: SandboxStore, **body) -> requests.Response:
    defaults = {"order_id": 1, "shipping_id": 1, "tracking_number": "1Z", "carrier": "ups"}
    return call(store, "POST", "shipments", json={**defaults, **body})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("orders", 200),
        ("orders/", 200),
        ("orders/1", 200),
        ("/orders", 404),
        ("orders/999", 404),
        ("orders/abc", 404),
        ("nonsense", 404),
        ("../3.0/orders", 404),
        ("../2.1/orders", 200),
        ("../v2/orders", 404),
    ],
)
def test_paths(store, path, status):
    store.control.create_order()
    url = store.base_url + "/api/2.0/" + path if not path.startswith("..") else None
    url = url or store.base_url + "/api/" + path.removeprefix("../")
    answer = requests.get(url, auth=(store.email, store.api_key), timeout=5)
    assert answer.status_code == status


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("HEAD", "orders", 405), ("PATCH", "orders/1", 405), ("POST", "orders/1", 405),
     ("PUT", "orders", 405), ("DELETE", "orders", 405), ("OPTIONS", "orders", 200)],
)  # fmt: skip
def test_methods(store, method, path, status):
    store.control.create_order()
    assert call(store, method, path, json={"status": "C"}).status_code == status


def test_login_faults_are_all_the_same_401(store):
    for auth in [None, (store.email, "wrong"), ("nobody@x.example", store.api_key)]:
        answer = call(store, "GET", "orders", auth=auth)
        assert answer.status_code == 401
        assert answer.json() == {"message": "Unauthorized", "status": 401}
        assert answer.headers["WWW-Authenticate"] == 'Basic realm="User email/API key"'


def test_wire_types_of_an_order(store):
    store.control.create_order(products=[new_line(5, amount=3)])
    ship(store, products={"5": 1})
    order = get(store, "orders/1")
    line = order["products"]["5"]
    assert (order["order_id"], order["total"]) == ("1", "61.50")
    assert (order["fields"], order["taxes"]) == ([], [])
    assert (line["amount"], line["shipped_amount"], line["shipment_amount"]) == ("3", "1", 2)
    assert order["shipment_ids"] == ["1"]
    assert order["api_key"] == ""
    assert isinstance(order["subtotal"], int)


def test_json_is_ascii_with_escaped_slashes(store):
    store.control.create_order(firstname="Žofie")
    answer = call(store, "GET", "orders/1")
    assert answer.content.isascii()
    assert rb"https:\/\/" in answer.content
    assert answer.headers["Content-type"] == "application/json"


def test_list_rows_have_no_details_and_the_total_is_text(store):
    store.control.create_order()
    answer = get(store, "orders")
    assert answer["params"]["total_items"] == "1"
    assert not {"products", "updated_at", "s_address", "shipping"} & set(answer["orders"][0])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [3, 2, 1]),
        ({"sort_by": "order_id", "sort_order": "asc"}, [1, 2, 3]),
        ({"sort_by": "nonsense"}, [3, 2, 1]),
        ({"status": "P"}, [1]),
        ({"status": "P,C"}, []),
        ({"status[]": ["P", "C"]}, [2, 1]),
        ({"include_incompleted": 1}, [4, 3, 2, 1]),
        ({"order_id": "1,3"}, [3, 1]),
        ({"time_from": "9999999999"}, [3, 2, 1]),
        ({"period": "C", "time_from": "9999999999"}, []),
        ({"period": "C", "time_from": "2025-01-31"}, []),
        ({"period": "C", "time_from": "1"}, [3, 2, 1]),
        ({"items_per_page": 2, "page": 2}, [1]),
        ({"items_per_page": 2, "page": 9}, []),
        ({"updated_at_from": "4102444800"}, []),
        ({"updated_at_from": "1700000300"}, [3]),
    ],
)
def test_filters_and_paging(store, query, expected):
    for number, status in enumerate(["P", "C", "O", "N"], start=1):
        moment = 1_700_000_000 + number * 100
        store.control.create_order(status=status, timestamp=moment, updated_at=moment)
    assert [int(row["order_id"]) for row in get(store, "orders", **query)["orders"]] == expected


def test_an_old_release_ignores_newer_parameters(old_store):
    old_store.control.create_order()
    answer = get(old_store, "orders", updated_at_from="4102444800", get_orders_data=1)
    assert len(answer["orders"]) == 1
    assert "products" not in answer["orders"][0]


def test_a_status_call_changes_the_status_only(store):
    store.control.create_order(status="O", updated_at=5)
    answer = call(store, "PUT", "orders/1", json={"status": "P", "notify_user": False})
    order = get(store, "orders/1")
    assert answer.json() == {"order_id": "1"}
    assert (order["status"], order["total"]) == ("P", "43.50")
    assert int(order["updated_at"]) > time.time() - 60
    assert store.control.mails() == {"mails": []}


@pytest.mark.parametrize(
    "how",
    [
        {"json": {"status": "P", "details": "x"}},
        {"json": {"status": None, "notify_user": True}},
        {"data": json.dumps({"status": "P"})},
    ],
    ids=["another key", "no status", "JSON without its header"],
)
def test_anything_else_rewrites_the_order_and_answers_200(store, how):
    store.control.create_order(status="O")
    assert call(store, "PUT", "orders/1", **how).status_code == 200
    assert get(store, "orders/1")["total"] == "45.50"


def test_without_the_right_a_status_call_becomes_a_rewrite(store):
    store.control.create_order(status="O")
    store.control.add_user("e@x.example", "e" * 32, rights=["view_orders", "edit_order"])
    call(store, "PUT", "orders/1", json={"status": "P"}, auth=("e@x.example", "e" * 32))
    order = get(store, "orders/1")
    assert (order["status"], order["total"]) == ("O", "45.50")


def test_an_unknown_letter_is_stored_and_short_stock_ends_as_backordered(store):
    store.control.create_order(status="O")
    call(store, "PUT", "orders/1", json={"status": "Zz"})
    assert get(store, "orders/1")["status"] == "Z"
    store.control.settings(allow_negative_stock=False)
    call(store, "PUT", "orders/1", json={"status": "P"})
    assert get(store, "orders/1")["status"] == "B"


def test_shipments_are_cut_to_what_is_left_and_then_refused_without_a_reason(store):
    store.control.create_order(products=[new_line(5, amount=3)])
    assert ship(store, products={"5": 2}).status_code == 201
    assert ship(store, products={"5": 9}).json() == {"shipment_id": 2}
    rows = get(store, "shipments", order_id=1, sort_order="asc")["shipments"]
    assert [row["products"] for row in rows] == [{"5": "2"}, {"5": "1"}]
    refused = ship(store, products={"5": 1})
    assert (refused.status_code, refused.json()) == (400, {"message": "Bad Request", "status": 400})


def test_an_unknown_line_breaks_down_and_leaves_an_orphan(store):
    store.control.create_order()
    answer = ship(store, products={"404": 1})
    assert (answer.status_code, b"<!--" in answer.content) == (500, True)
    assert get(store, "shipments", order_id=1)["shipments"] == []
    assert [row["order_id"] for row in get(store, "shipments")["shipments"]] == [None]


def test_a_page_of_shipments_past_the_end_is_the_last_page_again(store):
    store.control.create_order(products=[new_line(5, amount=3)])
    for _ in range(3):
        ship(store, products={"5": 1})
    pages = [get(store, "shipments", items_per_page=2, page=n)["shipments"] for n in (2, 3)]
    assert pages[0] == pages[1]
    assert len(pages[0]) == 1


def test_shipping_moves_neither_status_nor_updated_at(store):
    store.control.create_order(updated_at=5)
    ship(store)
    order = get(store, "orders/1")
    assert (order["status"], order["updated_at"]) == ("P", "5")


@pytest.mark.parametrize(
    ("profile", "notify", "mails"),
    [("4.20", True, 1), ("4.20", False, 0), ("4.18", False, 1), ("4.13-mv", False, 1)],
)
def test_who_is_mailed_about_a_shipment(profile, notify, mails):
    with SandboxStore(profile) as store:
        store.control.create_order()
        ship(store, notify_user=notify)
        assert len(store.control.mails()["mails"]) == mails


def test_statuses_never_list_n_and_t_and_count_in_numbers(store):
    answer = get(store, "statuses", items_per_page=0)
    assert {row["status"] for row in answer["statuses"]} == set("PCOFDBIY")
    assert answer["params"]["total_items"] == 8


@pytest.mark.parametrize(("language", "is_named"), [("en", True), ("de", True), ("xx", False)])
def test_an_unknown_language_yields_empty_names(store, language, is_named):
    (status, *_) = get(store, "statuses", sl=language)["statuses"]
    (method, *_) = get(store, "shippings", sl=language)["shippings"]
    assert (bool(status["description"]), bool(method["shipping"])) == (is_named, is_named)


def test_lists_of_methods_become_maps_without_paging(store):
    assert isinstance(get(store, "shippings")["shippings"], list)
    assert "1" in get(store, "shippings", items_per_page=0)["shippings"]


def test_an_order_blinks_while_it_is_edited(store):
    store.control.create_order()
    store.control.begin_edit(1)
    assert get(store, "orders")["orders"] == []
    assert get(store, "orders/1")["products"] == []
    store.control.end_edit(1)
    assert get(store, "orders/1")["status"] == "P"


def test_version_one_gives_a_bare_array_without_paging(store):
    for _ in range(60):
        store.control.create_order()
    answer = call(store, "GET", "../1.0/orders")
    assert len(answer.json()) == 60


def test_the_public_client_can_read_and_its_login_can_ship(store):
    store.control.create_order()
    client = cscart.client.Client(store.api_url, store.email, store.api_key)
    assert client.get_orders().json()["orders"][0]["order_id"] == "1"
    assert client.get_orders(1).json()["status"] == "P"
    assert len(client.get_statuses().json()["statuses"]) == 8
    headers = {"authorization": client.authorization}
    body = {"order_id": 1, "shipping_id": 1, "tracking_number": "1Z"}
    created = requests.post(client.url_base + "shipments", json=body, headers=headers, timeout=5)
    assert created.json() == {"shipment_id": 1}
    assert client.get_shipments().json()["shipments"][0]["tracking_number"] == "1Z"


@pytest.mark.parametrize("entity", ["shippings", "payments", "products", "stores", "taxes"])
def test_a_single_row_is_read_by_its_number(store, entity):
    store.state.products[12] = {
        "product": "T-shirt", "product_code": "TS", "price": 18, "stock": 4
    }  # fmt: skip
    listed = get(store, entity)[entity][0]
    number = next(listed[key] for key in listed if key.endswith("_id"))
    assert get(store, f"{entity}/{number}") == listed
    assert call(store, "GET", f"{entity}/987").status_code == 404


@pytest.mark.parametrize("path", ["api/?version", "api/2.0/?version"])
def test_the_version_is_told_as_public_clients_ask_for_it(store, path):
    url = f"{store.base_url}/{path}"
    answer = requests.get(url, auth=(store.email, store.api_key), timeout=5)
    assert answer.json() == {"Version": "2.0"}


def test_an_order_is_made_as_public_clients_send_it(store):
    body = {
        "user_id": "3",
        "payment_id": 2,
        "shipping_id": [2],
        "products": {"0": {"product_id": "12", "amount": "3"}},
        "user_data": {"email": "kim@x.example", "firstname": "Kim"},
    }
    number = call(store, "POST", "orders", json=body).json()["order_id"]
    order = get(store, f"orders/{number}")
    assert (order["user_id"], order["payment_id"], order["shipping_ids"]) == ("3", "2", "2")
    assert (order["email"], order["firstname"]) == ("kim@x.example", "Kim")
    assert [line["amount"] for line in order["products"].values()] == ["3"]


def test_a_page_cap_holds_whatever_is_asked_for(store):
    for _ in range(5):
        store.control.create_order()
    store.control.settings(page_cap=2)
    answer = get(store, "orders", items_per_page=4)
    assert (len(answer["orders"]), answer["params"]["items_per_page"]) == (2, 2)
    store.control.settings(page_cap_is_hidden=True)
    answer = get(store, "orders", items_per_page=4)
    assert (len(answer["orders"]), answer["params"]["items_per_page"]) == (2, 4)


def test_texts_may_come_escaped(store):
    store.control.create_order(firstname="Jo & Co", notes="5 < 6")
    store.control.settings(escapes_html=True)
    order = get(store, "orders/1")
    assert (order["firstname"], order["notes"]) == ("Jo &amp; Co", "5 &lt; 6")


def test_only_multi_vendor_makes_parent_orders(store):
    with pytest.raises(ValueError, match="Multi-Vendor"):
        store.control.create_order(is_parent_order="Y", status="T")


def test_a_shipments_time_is_kept_as_it_was_sent(store):
    store.control.create_order()
    ship(store, timestamp=0)
    assert get(store, "shipments")["shipments"][0]["shipment_timestamp"] == "0"
