"""Carriers and services as label software calls them keep no parcel here."""

import pytest

from orders.models import Package, TrackingImport
from tests.cases.doors import outcomes

HEAD = "Order #,Tracking #,Carrier,Service\n"


def test_every_line_ships_and_strange_words_are_remarks(desk):
    desk.orders(*range(343, 352))
    results = desk.ship("A15-carrier-service-names/t.csv")
    assert outcomes(results) == ["shipped"] * 9
    codes = {
        package.order.store_order_id: package.service.code if package.service else package.carrier
        for package in Package.objects.select_related("order", "service")
    }
    assert codes["345"] == codes["349"] == "UPS_GROUND"
    assert all(codes.values())


@pytest.mark.parametrize(
    ("carrier", "service", "code"),
    [
        ("ups", "ups_ground", "UPS_GROUND"),
        ("", "UPS(R) Ground", "UPS_GROUND"),
        ("UPS", "Ground®", "UPS_GROUND"),
    ],
)
def test_likeness_finds_the_service(desk, carrier, service, code):
    desk.orders(1)
    assert outcomes(desk.ship(f"{HEAD}1,T1,{carrier},{service}\n".encode())) == ["shipped"]
    assert Package.objects.get(service__code=code)


@pytest.mark.parametrize(
    ("cost", "weight", "kept"),
    [("$5.23", "12 oz", ("5.23", "0.340")), ("5.23 USD", "1.5 lb", ("5.23", "0.680"))],
)
def test_amounts_with_signs_and_units(desk, cost, weight, kept):
    desk.orders(1)
    text = f'Order #,Tracking #,Cost,Weight\n1,T1,"{cost}",{weight}\n'
    assert outcomes(desk.ship(text.encode())) == ["shipped"]
    package = Package.objects.get()
    assert (str(package.cost), str(package.weight)) == kept


def test_thousands_and_the_unit_in_the_heading(desk):
    desk.orders(1)
    text = 'Order #,Tracking #,Cost,Weight (oz)\n1,T1,"1,234.50",16\n'
    desk.ship(text.encode())
    package = Package.objects.get()
    assert (str(package.cost), str(package.weight)) == ("1234.50", "0.454")


def test_the_choice_for_strange_words_is_remembered(desk):
    desk.orders(1, 2)
    text = f"{HEAD}1,T1,Owl Post,Night Flight\n".encode()
    desk.check(text)
    one = TrackingImport.objects.get()
    assert "Owl Post Night Flight" in desk.page
    answer = {"act": "answer", "words_0": "No such service"}
    page = desk.client.post(desk.url(one), answer, follow=True).content.decode()
    assert "is no Shipping Method" in page
    desk.client.post(desk.url(one), {"act": "answer", "words_0": "UPS_GROUND"})
    results = desk.ship(text.replace(b"1,T1", b"2,1Z999AA10123456784"))
    assert results == {2: ("shipped", "")}
    assert Package.objects.get(service__code="UPS_GROUND")
