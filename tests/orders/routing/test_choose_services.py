"""The service that an order is sent by, as it comes in."""

from decimal import Decimal

import pytest

from orders.importing.intake import receive
from orders.models import Order, OrderShippingGroup
from shipping.models import MethodMapping, ShippingDefaults, ShippingService
from stores.port import StoreOrder, StoreShippingGroup
from tests.factories import a_company, a_line, a_store_order, an_address

pytestmark = pytest.mark.django_db


@pytest.fixture
def company():
    company = a_company()
    company.country = "US"
    company.save()
    return company


def service(code: str) -> ShippingService:
    return ShippingService.objects.get(code=code)


def group(name: str, number: str = "1", key: str = "0") -> StoreShippingGroup:
    return StoreShippingGroup(
        group_key=key, store_shipping_id=number, method_name=name, rate=Decimal("5.00")
    )


def come_in(company, *groups: StoreShippingGroup, number: str = "97", **fields) -> Order:
    """The order as it is here after the store told of it."""
    receive(company, [a_store_order(number, shipping_groups=groups, **fields)])
    return Order.objects.get(company=company, store_order_id=number)


def services(order: Order) -> list[tuple[str, bool, str]]:
    return [
        (found.service.code if found.service else "", found.is_rush, found.service_source)
        for found in order.shipping_groups.all()
    ]


@pytest.fixture
def mapped(company):
    MethodMapping.objects.create(company=company, name="Ground", service=service("UPS_GROUND"))
    MethodMapping.objects.create(
        company=company, name="Overnight", service=service("UPS_NEXT_DAY"), is_rush=True
    )
    return company


def test_a_mapped_method(mapped):
    order = come_in(mapped, group(" ground "))
    assert services(order) == [("UPS_GROUND", False, "mapping")]
    assert order.shipping_groups.get().method_name == " ground "  # as it came
    assert not order.is_rush
    assert not order.needs_shipping_method


def test_a_rush_method(mapped):
    order = come_in(mapped, group("Overnight"))
    assert services(order) == [("UPS_NEXT_DAY", True, "mapping")]
    assert order.is_rush


def test_an_unmapped_method_comes_in_all_the_same(mapped):
    order = come_in(mapped, group("Pigeon"))
    assert services(order) == [("", False, "none")]
    assert order.needs_shipping_method
    assert list(Order.objects.needing_shipping_method()) == [order]


def test_company_defaults_serve_unmapped_methods(mapped):
    ShippingDefaults.objects.create(
        company=mapped,
        domestic=service("USPS_PRIORITY"),
        international=service("USPS_PRIORITY_INTL"),
    )
    at_home = come_in(mapped, group("Pigeon"))
    abroad = come_in(
        mapped, group("Pigeon"), number="98", shipping_address=an_address(country="DE")
    )
    assert services(at_home) == [("USPS_PRIORITY", False, "default")]
    assert services(abroad) == [("USPS_PRIORITY_INTL", False, "default")]
    assert not Order.objects.needing_shipping_method().exists()


def test_several_groups_keep_each_its_own(mapped):
    order = come_in(mapped, group("Ground"), group("Overnight", "2", "1"), group("Owl", "3", "2"))
    assert services(order) == [
        ("UPS_GROUND", False, "mapping"),
        ("UPS_NEXT_DAY", True, "mapping"),
        ("", False, "none"),
    ]
    assert order.is_rush
    assert order.needs_shipping_method


def test_an_order_that_names_no_method_needs_one_and_a_download_does_not(mapped):
    nameless = come_in(mapped)
    download = come_in(mapped, number="98", lines=(a_line(needs_shipping=False),))
    assert nameless.needs_shipping_method
    assert nameless.shipping_groups.get().method_name == ""
    assert not download.needs_shipping_method
    assert not download.shipping_groups.exists()


def test_a_method_named_later_takes_the_place_of_none(mapped):
    come_in(mapped)
    order = come_in(mapped, group("Ground"))
    assert services(order) == [("UPS_GROUND", False, "mapping")]
    assert not order.needs_shipping_method


def test_a_refresh_leaves_the_service_alone(mapped):
    come_in(mapped, group("Ground"))
    OrderShippingGroup.objects.update(service=service("DHL_PAKET"), service_source="by_hand")
    order = come_in(mapped, group("Ground"), staff_note="Please hurry")
    assert services(order) == [("DHL_PAKET", False, "by_hand")]


def test_a_renamed_method_keeps_its_mapping_and_says_so(mapped):
    come_in(mapped, group("Ground", "7"))
    assert MethodMapping.objects.get(name="Ground").store_shipping_id == "7"
    order = come_in(mapped, group("Standard, 3-5 days", "7"), number="98")
    assert services(order) == [("UPS_GROUND", False, "mapping")]
    assert MethodMapping.objects.get(name="Ground").renamed_to == "Standard, 3-5 days"


def test_a_refreshed_older_order_does_not_take_the_remark_back(mapped):
    come_in(mapped, group("Ground", "7"))
    come_in(mapped, group("Standard", "7"), number="98")
    come_in(mapped, group("Ground", "7"), staff_note="Changed since")
    assert MethodMapping.objects.get(name="Ground").renamed_to == "Standard"


def test_the_old_name_back_ends_the_remark(mapped):
    come_in(mapped, group("Ground", "7"))
    come_in(mapped, group("Standard", "7"), number="98")
    come_in(mapped, group("Ground", "7"), number="99")
    assert MethodMapping.objects.get(name="Ground").renamed_to == ""


def test_a_row_of_its_own_takes_the_number_over(mapped):
    come_in(mapped, group("Ground", "7"))
    MethodMapping.objects.create(company=mapped, name="Standard", service=service("DHL_PAKET"))
    order = come_in(mapped, group("Standard", "7"), number="98")
    assert services(order) == [("DHL_PAKET", False, "mapping")]
    numbers = dict(MethodMapping.objects.values_list("name", "store_shipping_id"))
    assert numbers == {"Ground": "", "Standard": "7", "Overnight": ""}


def test_another_company_has_its_own_mapping(mapped):
    order = come_in(a_company(), group("Ground"))
    assert services(order) == [("", False, "none")]


def test_the_number_of_statements_does_not_grow_with_the_orders(mapped, django_assert_num_queries):
    def batch(first: int, size: int) -> list[StoreOrder]:
        return [
            a_store_order(str(number), shipping_groups=(group("Ground", "7"),))
            for number in range(first, first + size)
        ]

    receive(mapped, batch(100, 1))  # learns the method's number
    with django_assert_num_queries(17):
        receive(mapped, batch(200, 2))
    with django_assert_num_queries(17):
        receive(mapped, batch(300, 20))
