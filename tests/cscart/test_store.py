"""The adapter, and a store that speaks real HTTP."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sandbox.order_building import new_line
from settings.models import StatusReading
from stores.errors import StoreLoginRejected, StoreRefused
from stores.port import StoreOrder, UnreadableOrder
from tests.cscart.conftest import adapter_of, client_of
from tests.factories import a_notice

PROFILES = ["4.10", "4.13-mv", "4.18", "4.20"]


def ids_of(pages) -> list[str]:
    return [row.store_order_id for page in pages for row in page.rows]


def the_only(sandbox) -> StoreOrder:
    (order,) = adapter_of(sandbox).fetch_orders([str(number) for number in sandbox.state.orders])
    assert isinstance(order, StoreOrder)
    return order


@pytest.mark.parametrize(
    ("profile", "is_new"), [("4.10", False), ("4.13-mv", True), ("4.18", True), ("4.20", True)]
)
def test_it_finds_out_what_the_release_can_do_with_one_request(sandbox_of, profile, is_new):
    store = sandbox_of(profile, orders=3)
    abilities = adapter_of(store).abilities()
    assert (abilities.finds_changed_orders, abilities.lists_whole_orders) == (is_new, is_new)
    assert len(store.requests) == 1


def test_it_reads_the_stores_own_clock(sandbox):
    sandbox.control.settings(clock_offset=-3600)
    adapter = adapter_of(sandbox)
    adapter.abilities()
    behind = datetime.now(UTC) - adapter.clock()
    assert timedelta(minutes=59) < behind < timedelta(minutes=61)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_walk_lists_every_order_once_in_the_order_of_ids(sandbox_of, profile):
    store = sandbox_of(profile, orders=130)
    adapter = adapter_of(store)
    ids = ids_of(adapter.all_orders(adapter.abilities()))
    listed = [n for n, o in store.state.orders.items() if o["status"] not in ("N", "T")]
    assert ids == [str(number) for number in sorted(listed)]


@pytest.mark.parametrize("profile", PROFILES)
def test_every_order_of_the_demo_store_can_be_read(sandbox_of, profile):
    store = sandbox_of(profile, orders=130)
    orders = list(adapter_of(store).fetch_orders([str(number) for number in store.state.orders]))
    readable = [order for order in orders if isinstance(order, StoreOrder)]
    assert len(readable) == len(store.state.orders) >= 130
    documents = repr([order.document for order in readable])
    assert "4111111111111111" not in documents
    assert "cvv2" not in documents


def test_changed_orders_are_found_by_the_time_of_change(sandbox):
    old = sandbox.control.create_order(timestamp=1_700_000_000, updated_at=1_700_000_000)
    sandbox.control.create_order(timestamp=1_700_000_000, updated_at=1_700_000_000)
    adapter = adapter_of(sandbox)
    since = datetime.now(UTC) - timedelta(minutes=10)
    assert ids_of(adapter.orders_changed_since(since, adapter.abilities())) == []
    sandbox.control.set_status(old["order_id"], "C")
    assert ids_of(adapter.orders_changed_since(since, adapter.abilities())) == [
        str(old["order_id"])
    ]


def test_a_run_with_nothing_new_costs_two_requests(sandbox):
    sandbox.control.create_order(timestamp=1_700_000_000, updated_at=1_700_000_000)
    adapter = adapter_of(sandbox)
    list(adapter.orders_changed_since(datetime.now(UTC), adapter.abilities()))
    assert len(sandbox.requests) == 2


def test_an_old_store_is_asked_by_the_time_of_placing(sandbox_of):
    store = sandbox_of("4.10")
    store.control.create_order(timestamp=1_700_000_000)
    recent = store.control.create_order()
    adapter = adapter_of(store)
    since = datetime.now(UTC) - timedelta(days=3)
    pages = adapter.all_orders(adapter.abilities(), placed_since=since)
    assert ids_of(pages) == [str(recent["order_id"])]


def test_an_order_that_vanishes_in_mid_walk_hides_no_other(sandbox):
    numbers = [sandbox.control.create_order()["order_id"] for _ in range(60)]
    adapter = adapter_of(sandbox)
    abilities = adapter.abilities()
    # Just before the second page is read, an order of the first page starts to be edited.
    sandbox.control.on_request(r"/orders$", 2, lambda: sandbox.control.begin_edit(numbers[0]))
    ids = ids_of(adapter.all_orders(abilities))
    assert set(map(str, numbers)) <= set(ids)


def test_an_order_that_arrives_in_mid_walk_is_listed(sandbox):
    for _ in range(30):
        sandbox.control.create_order()
    adapter = adapter_of(sandbox)
    abilities = adapter.abilities()
    sandbox.control.on_request(r"/orders$", 2, sandbox.control.create_order)
    assert len(set(ids_of(adapter.all_orders(abilities)))) == 31


def test_whole_orders_too_heavy_for_the_store_are_fetched_one_by_one(sandbox):
    sandbox.control.create_order()
    adapter = adapter_of(sandbox)
    abilities = adapter.abilities()
    sandbox.control.fault("500-html-before", path="get_orders_data", times=3)
    (page,) = adapter.all_orders(abilities)
    assert page.rows[0].order is None
    assert len(list(adapter.fetch_orders([page.rows[0].store_order_id]))) == 1


def test_named_orders_are_listed_and_unknown_ones_left_out(sandbox):
    number = str(sandbox.control.create_order()["order_id"])
    adapter = adapter_of(sandbox)
    assert ids_of(adapter.orders_by_id([number, "999"])) == [number]
    assert len(list(adapter.fetch_orders([number, "999"]))) == 1


def test_an_order_that_cannot_be_read_is_named_and_stops_no_other(sandbox):
    sandbox.control.create_order()
    sandbox.control.create_order(shipping_cost="free", total="1.00")
    orders = list(adapter_of(sandbox).fetch_orders(["1", "2"]))
    assert isinstance(orders[0], StoreOrder)
    assert orders[1] == UnreadableOrder(
        store_order_id="2", sentence="Its “shipping_cost” cannot be read: 'free'."
    )


def test_without_the_right_to_read_statuses_the_built_in_table_serves(sandbox):
    sandbox.control.create_order(status="C")
    sandbox.control.add_user("clerk@x.example", "k" * 32, rights=["view_orders"])
    adapter = adapter_of(sandbox, email="clerk@x.example", api_key="k" * 32)
    (order,) = adapter.fetch_orders(["1"])
    assert isinstance(order, StoreOrder)
    assert (order.status.name, order.status.reading) == ("Complete", StatusReading.SHIPPED)


@pytest.mark.parametrize(
    ("params", "reading"),
    [({"payment_received": "Y"}, StatusReading.PAID), ({}, StatusReading.UNPAID)],
)
def test_a_status_of_the_stores_own_is_read_by_its_parameters(sandbox, params, reading):
    sandbox.control.add_status("E", "Engraving", **params)
    sandbox.control.create_order(status="E")
    assert the_only(sandbox).status.reading == reading
    assert the_only(sandbox).status.name == "Engraving"


def test_a_letter_that_nobody_lists_is_a_warning(sandbox):
    sandbox.control.create_order(status="X")
    order = the_only(sandbox)
    assert not order.status.is_known
    assert order.warnings == ("The store does not list the status “X” of this order.",)


def test_an_order_without_an_address_has_none_although_the_store_invents_a_country(sandbox):
    sandbox.control.create_order(b_address=None, s_address=None)
    assert the_only(sandbox).shipping_address is None
    assert the_only(sandbox).billing_address is None


def test_phantom_shipping_entries_are_left_out(sandbox):
    sandbox.control.create_order(phantom_groups=[2])
    assert [group.method_name for group in the_only(sandbox).shipping_groups] == [
        "Courier, 2-3 days"
    ]


def test_the_stores_shipping_methods_are_listed(sandbox):
    methods = adapter_of(sandbox).shipping_methods()
    assert (methods[0].store_shipping_id, methods[0].name) == ("1", "Courier, 2-3 days")
    assert all(method.is_active for method in methods)
    assert len(methods) == 8


def test_lines_keep_the_name_at_purchase_options_and_what_was_shipped(sandbox):
    line = new_line(
        77,
        "Jumper",
        amount=3,
        price=18,
        discount=2,
        current_name="Jumper (old)",
        options_value=[{"option_name": "Size", "option_type": "S", "variant_name": "M"}],
    )
    sandbox.control.create_order(products=[line])
    sandbox.control.add_shipment(
        order_id=1, shipping_id=1, products={"77": 2}, tracking_number="1Z", carrier="ups"
    )
    (read,) = the_only(sandbox).lines
    assert (read.name, read.quantity, read.shipped_quantity) == ("Jumper", 3, 2)
    assert (read.unit_price, read.unit_discount) == (Decimal("18.00"), Decimal("2.00"))
    assert [(option.name, option.value) for option in read.options] == [("Size", "M")]


@pytest.mark.parametrize(
    ("edp", "shipped_download", "needs"), [("N", "N", True), ("Y", "N", False), ("Y", "Y", True)]
)
def test_pure_downloads_need_no_shipping(sandbox, edp, shipped_download, needs):
    sandbox.control.create_order(products=[new_line(1, is_edp=edp, edp_shipping=shipped_download)])
    assert the_only(sandbox).lines[0].needs_shipping == needs


def test_totals_that_do_not_add_up_are_a_warning_with_both_figures(sandbox):
    sandbox.control.create_order(total="1.00")
    assert the_only(sandbox).warnings == (
        "The store's total is 1.00, but its parts add up to 43.50.",
    )


def test_shipments_are_counted_to_the_end_although_the_last_page_repeats(sandbox):
    sandbox.control.create_order(products=[new_line(5, amount=120)])
    for _ in range(101):
        sandbox.control.add_shipment(
            order_id=1, shipping_id=1, products={"5": 1}, tracking_number="T", carrier="ups"
        )
    numbers = [one.store_shipment_id for one in adapter_of(sandbox).shipments_of(["1"])]
    assert len(numbers) == len(set(numbers)) == 101


def test_a_shipment_is_created_with_its_lines_and_tracking_number(sandbox):
    sandbox.control.create_order(products=[new_line(5, amount=2)])
    adapter_of(sandbox).send_shipment(a_notice("1", ("5", 2), may_mail=False))
    (found,) = adapter_of(sandbox).shipments_of(["1"])
    assert (found.tracking_number, found.quantities) == ("1Z999AA10123456784", (("5", 2),))
    assert sandbox.control.mails() == {"mails": []}


def test_without_rewriting_the_other_form_of_address_works(sandbox):
    sandbox.control.create_order()
    sandbox.control.settings(rewriting=False)
    with pytest.raises(StoreRefused, match="API address without rewriting"):
        client_of(sandbox).get("orders")
    answer, _ = client_of(sandbox, with_rewriting=False).get("orders", {"items_per_page": 1})
    assert len(answer["orders"]) == 1


def test_a_store_in_a_folder_is_reached(sandbox_of):
    store = sandbox_of("4.20", folder="/shop", orders=2)
    assert len(client_of(store).get("orders")[0]["orders"]) == 2


def test_a_wrong_key_is_a_rejected_login_and_is_not_tried_again(sandbox):
    with pytest.raises(StoreLoginRejected, match="drops the Authorization header"):
        client_of(sandbox, api_key="x" * 32).get("orders")
    assert len(sandbox.requests) == 1


def test_a_vendors_key_is_refused_with_the_reason(sandbox):
    sandbox.control.add_user("v@x.example", "v" * 32, vendor=True)
    with pytest.raises(StoreRefused, match="vendor's key never works for orders"):
        client_of(sandbox, email="v@x.example", api_key="v" * 32).get("orders")


def test_an_order_says_the_same_in_a_list_and_alone(sandbox_of):
    store = sandbox_of("4.20", orders=60)
    adapter = adapter_of(store)
    pages = adapter.all_orders(adapter.abilities())
    listed = {row.store_order_id: row.order for page in pages for row in page.rows}
    alone = {order.store_order_id: order for order in adapter.fetch_orders(list(listed))}
    assert listed == alone
    assert len(listed) > 50


@pytest.mark.parametrize("after", [0, 1, 24, 25, 26, 99, 129, 130, 500])
@pytest.mark.parametrize("profile", ["4.10", "4.20"])
def test_a_walk_can_go_on_behind_any_order(sandbox_of, profile, after):
    store = sandbox_of(profile)
    for _ in range(130):
        store.control.create_order()
    adapter = adapter_of(store)
    ids = ids_of(adapter.all_orders(adapter.abilities(), after=after))
    assert ids == [str(number) for number in range(after + 1, 131)]
