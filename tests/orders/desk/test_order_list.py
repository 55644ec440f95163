"""Manage Orders: pages, sorting, search, columns, and views with a name."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orders.desk.filters import OrderFilters
from orders.desk.listing import sorting
from orders.desk.listing.named_views import READY_MADE, plain_query
from orders.desk.listing.pages import page_of
from orders.desk.views import order_list
from orders.fulfilment.website_updates import enqueue_status
from orders.importing.intake import receive, receive_shipments
from orders.models import Order, OrderConflict, OrderNote, SavedView
from settings.models import Preference
from stores.models import OutgoingChange
from tests.factories import (
    UNPAID,
    a_company,
    a_customer,
    a_line,
    a_store_order,
    a_store_shipment,
    a_user,
    an_address,
    some_totals,
)

BEGIN = datetime(2026, 11, 1, 12, tzinfo=UTC)


@pytest.fixture
def seven(company, monkeypatch):
    """Seven orders on pages of three; all sort keys differ from the order of the numbers."""
    monkeypatch.setattr(order_list, "ORDERS_PER_PAGE", 3)
    receive(
        company,
        [
            a_store_order(
                str(number),
                placed_at=BEGIN + timedelta(hours=number * 3 % 7),
                customer=a_customer(last_name=f"N{number * 5 % 7}", first_name="A"),
                totals=some_totals(total=Decimal(number * 2 % 7)),
            )
            for number in range(7, 14)
        ],
    )
    receive_shipments(company, [a_store_shipment(order="9")])
    return company


def numbers(answer) -> list[str]:
    return [order.store_order_id for order in answer.context["page"]]


def walk(staff, query: str, link: str) -> list[list[str]]:
    """The pages from `query` on, along `link`."""
    pages: list[list[str]] = []
    url = f"/orders/?{query}"
    while url and len(pages) < 9:
        answer = staff.get(url)
        pages.append(numbers(answer))
        following = answer.context["links"].get(link)
        url = f"/orders/{following}" if following else ""
    return pages


@pytest.mark.parametrize("name", [sort.name for sort in sorting.SORTS])
@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_follow_each_other_both_ways_in_each_sorting(staff, seven, name, sign):
    pages = walk(staff, f"sort={sign}{name}", "next")
    assert [len(page) for page in pages] == [3, 3, 1]
    forwards = [number for page in pages for number in page]
    assert sorted(forwards, key=int) == [str(number) for number in range(7, 14)]
    backwards = walk(staff, f"sort={sign}{name}&last=1", "previous")
    assert [number for page in reversed(backwards) for number in page] == forwards
    other = walk(staff, f"sort={'' if sign else '-'}{name}", "next")
    assert [number for page in other for number in page] == forwards[::-1]


def test_what_a_sorting_sorts_by(staff, seven):
    by_number = [number for page in walk(staff, "sort=number", "next") for number in page]
    assert by_number == [str(number) for number in range(7, 14)]
    assert walk(staff, "sort=-shipped", "next")[0][0] == "9"
    totals = Order.objects.order_by("-grand_total", "-pk")
    by_total = [number for page in walk(staff, "sort=-total", "next") for number in page]
    assert by_total == list(totals.values_list("store_order_id", flat=True))


def test_an_order_that_comes_in_moves_no_page(staff, seven):
    first = staff.get("/orders/")
    receive(seven, [a_store_order("99", placed_at=BEGIN + timedelta(days=1))])
    second = staff.get(f"/orders/{first.context['links']['next']}")
    assert not set(numbers(first)) & set(numbers(second))
    assert len(numbers(second)) == 3


def test_small_lists_are_collected_and_large_ones_walked_with_the_same_answer(seven):
    place = sorting.ListPlace.of({"sort": "customer"})
    walked = page_of(Order.objects.all(), place, 3)
    collected = page_of(Order.objects.all(), place, 3, is_small=True)
    assert [order.pk for order in walked] == [order.pk for order in collected]
    assert walked.after == collected.after


@pytest.mark.parametrize("word", ["x", "W10", "WyJ4Iiwx", "bnVsbA", "WzEsMl0", "W10=&sort=total"])
def test_an_unreadable_place_is_the_first_page(staff, seven, word):
    assert numbers(staff.get(f"/orders/?after={word}")) == numbers(
        staff.get("/orders/" + ("?sort=total" if "total" in word else ""))
    )


def test_the_count_is_exact_for_few(staff, seven):
    assert str(staff.get("/orders/").context["count"]) == "7"


@pytest.mark.parametrize(
    "words",
    ["muller", "Müller zoe", "MULLER@EX", "5550123", "ts-blue", "1z999aa101", "4711", "zo", "blue"],
)
def test_quick_search_finds_an_order_by_each_of_its_words(staff, company, words):
    person = a_customer(
        first_name="Zoë", last_name="Müller", email="muller@example.com", phone="(555) 01-23"
    )
    found = a_store_order("4711", customer=person, lines=(a_line(sku="TS-BLUE"),))
    receive(company, [a_store_order("12"), found])
    receive_shipments(company, [a_store_shipment(order="4711")])
    assert numbers(staff.get("/orders/", {"q": words})) == ["4711"]


@pytest.mark.parametrize("words", ["100%", "_", "a\\", "'", '"', "\0", "☃ ☃", "%"])
def test_odd_words_find_nothing_and_break_nothing(staff, seven, words):
    assert staff.get("/orders/", {"q": words}).status_code == 200


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=in_process&status=on_hold", {"1", "2", "3"}),
        ("numbers=1,+3%0A77", {"1", "3"}),
        ("sku=ts-green", {"2"}),
        ("sku=green", set()),
        ("tracking=1z999aa10123456784", {"3"}),
        ("tracking=1z999", set()),
        ("email=jo@", {"2"}),
        ("customer=lee+jo", {"2"}),
        ("country=SE", {"2"}),
        ("country=SE&country=US", {"1", "2", "3"}),
        ("state=ma", {"1", "3"}),
        ("method=Courier,+2-3+days", {"1", "2", "3"}),
        ("method=Courier", set()),
        ("needs_method=1", {"1", "2", "3"}),
        ("rush=0", {"1", "2", "3"}),
        ("unpaid=1", {"1"}),
        ("late=1", {"2", "3"}),
        ("ready=1", set()),
        ("conflicts=1", {"2"}),
        ("attention=1", {"2"}),
        ("attention=0", {"1", "3"}),
        ("stuck=1", set()),
        ("not_notified=1", set()),
        ("printed=0", {"1", "2", "3"}),
        ("placed=custom&placed_from=2026-11-01&placed_to=2026-11-01", {"1", "2", "3"}),
        ("placed_to=2026-10-31", set()),
        ("shipped_from=2026-11-02", {"3"}),
        ("placed=ever&status=gone&rush=7&company=x&placed_from=soon", {"1", "2", "3"}),
        ("channel=website&status=in_process&payment=charged", {"2", "3"}),
    ],
)
def test_each_filter_leaves_the_orders_it_names(staff, company, query, expected):
    jo = a_customer(first_name="Jo", last_name="Lee", email="jo@example.com")
    second = a_store_order(
        "2",
        customer=jo,
        lines=(a_line(sku="TS-GREEN"),),
        shipping_address=an_address(country="SE", state="", country_name="Sweden"),
    )
    receive(company, [a_store_order("1", status=UNPAID), second, a_store_order("3")])
    receive_shipments(company, [a_store_shipment(order="3")])
    OrderConflict.objects.filter(order__store_order_id="3").delete()
    conflicting = Order.objects.get(store_order_id="2")
    OrderConflict.objects.create(order=conflicting, kind="lines_changed", message="Odd.")
    assert set(numbers(staff.get(f"/orders/?{query}"))) == expected


def test_a_filter_goes_with_one_click_and_the_rest_stays(staff, seven):
    answer = staff.get("/orders/?status=in_process&rush=0&sort=total")
    without = {one.filter.name: one.without for one in answer.context["shown"]}
    assert without["rush"] == "?status=in_process&sort=total"


def test_the_same_filters_make_the_same_address():
    one = OrderFilters.of("rush=1&status=on_hold&status=in_process&nonsense=1")
    assert one.query_string() == "status=in_process&status=on_hold&rush=1"
    assert OrderFilters.of(one.query_string()) == one


def test_the_list_asks_few_questions_however_many_columns(staff, seven):
    keys = "items,tracking,requested,service,country,state,quantity"
    with CaptureQueriesContext(connection) as captured:
        text = staff.get(f"/orders/?columns={keys}&status=in_process").content.decode()
    assert len(captured) <= 16
    assert "2 × TS-RED" in text
    assert "1Z999AA10123456784" in text
    assert 'data-label="Destination state" class="col-state ">MA<' in text


def test_columns_are_moved_hidden_and_added_without_javascript_and_kept(staff, seven):
    shown = {"column": ["id", "status", "total"]}
    keys = lambda answer: [column.key for column in answer.context["columns"]]  # noqa: E731
    assert keys(staff.post("/orders/columns/", shown | {"up": "total"})) == [
        "id",
        "total",
        "status",
    ]
    assert keys(staff.post("/orders/columns/", shown | {"hide": "total"})) == ["id", "status"]
    assert keys(staff.post("/orders/columns/", shown | {"hide": "id"})) == ["id", "status", "total"]
    assert keys(staff.post("/orders/columns/", shown | {"add": "email"}))[-1] == "email"
    assert Preference.objects.filter(order_columns=[]).count() == Preference.objects.count()
    staff.post("/orders/columns/", {"column": ["id", "email", "status"], "save": "1"})
    heads = staff.get("/orders/").context["heads"]
    assert [head.column.key for head in heads] == ["id", "email", "status"]


def test_a_view_is_saved_shown_and_shared_with_who_may_see_the_company(staff, client, seven):
    sent = {"name": "My rush", "query": "rush=1&page=2&sort=total", "company": seven.pk}
    answer = staff.post("/orders/views/", sent)
    assert answer.url == "/orders/?rush=1&sort=total"
    view = SavedView.objects.get()
    assert (view.query, view.company) == ("rush=1&sort=total", seven)
    client.force_login(a_user(seven, roles=("View",)))
    assert "My rush" in client.get("/orders/").content.decode()
    assert client.post(f"/orders/views/{view.pk}/deletion/").status_code == 403
    client.force_login(a_user(a_company()))
    assert "My rush" not in client.get("/orders/").content.decode()
    assert client.post(f"/orders/views/{view.pk}/deletion/").status_code == 404


def test_a_view_is_shared_only_where_orders_may_be_edited(client, seven):
    client.force_login(a_user(seven, roles=("View",)))
    sent = {"name": "Mine", "query": "rush=1", "company": seven.pk}
    assert client.post("/orders/views/", sent).status_code == 200
    assert not SavedView.objects.exists()
    client.post("/orders/views/", sent | {"company": ""})
    assert SavedView.objects.get().company is None


def test_a_second_view_of_a_name_is_refused_with_a_sentence(staff, seven):
    for _ in range(2):
        answer = staff.post("/orders/views/", {"name": "Mine", "query": "rush=1"})
    assert "You have a view of this name" in answer.content.decode()


def test_views_are_counted_in_two_statements(staff, seven):
    Order.objects.filter(store_order_id="8").update(order_status="on_hold")
    with CaptureQueriesContext(connection) as captured:
        answer = staff.get("/orders/views/counts/")
    counts = {view.name: str(view.count) for view in answer.context["views"]}
    assert counts["On hold"] == "1"
    assert counts["Unmapped"] == "7"
    assert counts["Ready to ship"] == "0"
    assert len(captured) <= 9


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("total_from=100", {"2"}),
        ("total_to=29,50", {"1", "3"}),
        ("total_from=29.50&total_to=29.50", {"1", "3"}),
        ("total_from=much", {"1", "2", "3"}),
        ("payment_method=card+(ONLINE)", {"1", "3"}),
        ("payment_method=card", set()),
        ("place=111+22", {"2"}),
        ("place=11122", {"2"}),
        ("place=12+quay", {"1", "3"}),
        ("place=quay", set()),
        ("paid=custom&paid_from=2026-11-01&paid_to=2026-11-01", {"2", "3"}),
        ("paid_to=2026-10-31", set()),
        ("updated=today", {"1", "2", "3"}),
        ("updated_to=2026-01-01", set()),
    ],
)
def test_filters_by_money_payment_and_place(staff, company, query, expected):
    swedish = an_address(address1="9 Sveavägen", postal_code="11122", country="SE", state="")
    second = a_store_order(
        "2",
        shipping_address=swedish,
        payment_method="Invoice",
        totals=some_totals(total=Decimal("120.00")),
    )
    receive(company, [a_store_order("1", status=UNPAID), second, a_store_order("3")])
    assert set(numbers(staff.get(f"/orders/?{query}"))) == expected


@pytest.mark.parametrize("words", ["4711", " 4711 ", "1Z999AA10123456784"])
def test_an_exact_number_in_the_search_box_opens_its_order(staff, company, words):
    receive(company, [a_store_order("4711"), a_store_order("47110")])
    receive_shipments(company, [a_store_shipment(order="4711")])
    order = Order.objects.get(store_order_id="4711")
    answer = staff.get("/orders/", {"q": words, "open": "1"})
    assert answer.headers["Location"] == f"/orders/{order.pk}/"
    assert staff.get("/orders/", {"q": words}).status_code == 200


def test_a_number_that_names_two_orders_or_none_shows_the_list(staff, company):
    receive(company, [a_store_order("12")])
    first = Order.objects.get()
    receive(company, [a_store_order(str(first.pk))])
    for words in (str(first.pk), "ana", "\0", "99999"):
        assert staff.get("/orders/", {"q": words, "open": "1"}).status_code == 200


def test_an_order_of_another_company_is_not_opened(staff, company):
    other = a_company()
    receive(other, [a_store_order("4711")])
    assert staff.get("/orders/", {"q": "4711", "open": "1"}).status_code == 200


def test_what_is_ready_to_ship_is_rush_first_then_oldest(staff, company):
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC)
    receive(
        company,
        [
            a_store_order(str(day), placed_at=moment + timedelta(days=day), lines=(a_line(),))
            for day in range(1, 5)
        ],
    )
    Order.objects.update(needs_shipping_method=False)
    Order.objects.filter(store_order_id__in=["2", "4"]).update(is_rush=True)
    (view,) = [one for one in READY_MADE if one.name == "Ready to ship"]
    answer = staff.get(f"/orders/?{view.query}")
    assert numbers(answer) == ["2", "4", "1", "3"]
    assert view.is_at(plain_query(view.query))
    text = answer.content.decode()
    assert "2 × TS-RED" in text
    assert 'data-label="Shipping service"' in text


def test_needs_attention_says_why(staff, company):
    receive(company, [a_store_order(number) for number in ("1", "2", "3", "4")])
    one, two, three = Order.objects.filter(store_order_id__in="123").order_by("store_order_id")
    OrderConflict.objects.create(order=one, kind="lines_changed", message="Item added: 1 × Cap.")
    enqueue_status(two, "C", may_mail=False, key="status:2")
    OutgoingChange.objects.update(state="stuck", last_error="The store refused it.")
    Order.objects.filter(pk=three.pk).update(order_status="problem_order")
    OrderNote.objects.create(order=three, kind="general", text="Address <unknown>")
    (view,) = [one for one in READY_MADE if one.name == "Needs attention"]
    with CaptureQueriesContext(connection) as captured:
        answer = staff.get(f"/orders/?{view.query}")
    assert len(captured) <= 16
    assert set(numbers(answer)) == {"1", "2", "3"}
    text = answer.content.decode()
    assert "Items changed after shipping: Item added: 1 × Cap." in text
    assert "could not be told: The store refused it." in text
    assert "Problem Order: Address &lt;unknown&gt;" in text
