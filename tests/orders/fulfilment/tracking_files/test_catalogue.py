"""What the words of label software for carriers and services mean."""

import pytest

from orders.fulfilment.tracking_files.catalogue import Catalogue, services_of
from shipping.models import Carrier, ServiceWords, ShippingService, words_of
from tests.factories import a_company, an_order

pytestmark = pytest.mark.django_db


def code(carrier: str, service: str) -> str:
    """The code of the service that the words mean; '' for none."""
    found = Catalogue().find(carrier, service).service
    return found.code if found else ""


@pytest.mark.parametrize(
    ("carrier", "service", "expected"),
    [
        ("UPS", "Ground", "UPS_GROUND"),
        ("ups", "ups_ground", "UPS_GROUND"),
        ("", "UPS® Ground", "UPS_GROUND"),
        ("UPS", "UPS_NEXT_DAY", "UPS_NEXT_DAY"),
        ("FedEx", "Ground", "FEDEX_GROUND"),
        ("", "FedEx Home Delivery®", "FEDEX_HOME_DELIVERY"),
        ("stamps_com", "USPS Priority Mail", "USPS_PRIORITY"),
        ("Stamps.com", "Priority Mail", "USPS_PRIORITY"),
        ("FedEx One Balance", "Ground", "FEDEX_GROUND"),
    ],
)
def test_a_service_is_found_by_its_own_words(carrier, service, expected):
    assert code(carrier, service) == expected


@pytest.mark.parametrize("carrier", ["UPS", "FedEx"])
def test_a_name_of_two_carriers_means_that_of_the_line(carrier):
    found = Catalogue().find(carrier, "Ground").service
    assert found is not None
    assert found.carrier.name == carrier


def test_a_service_that_is_merely_alike_is_taken_and_said():
    named = Catalogue().find("USPS", "Priority Mail Service")
    assert named.service is not None
    assert named.service.code == "USPS_PRIORITY"
    assert named.remark == f"“Priority Mail Service” was read as {named.service}."


def test_a_service_that_nobody_knows_leaves_the_carrier_and_is_said():
    named = Catalogue().find("UPS", "Zeppelin at dawn")
    assert (named.service, named.carrier_name) == (None, "ups")
    assert named.remark == "“Zeppelin at dawn” is no shipping service that is known here."


def test_a_likeness_never_crosses_to_another_carrier():
    named = Catalogue().find("FedEx", "UPS Next Day Air Early")
    assert named.service is None or named.service.carrier.name == "FedEx"


def test_a_service_that_is_switched_off_is_not_guessed():
    ShippingService.objects.filter(code="USPS_PRIORITY").update(is_active=False)
    assert code("USPS", "Priority Mail Service") != "USPS_PRIORITY"


@pytest.mark.parametrize(
    ("text", "name", "remark"),
    [
        ("UPS", "ups", ""),
        ("", "", ""),
        ("UPS Worldship", "ups", "“UPS Worldship” was read as UPS."),
        ("Pony Express", "Pony Express", "“Pony Express” is no carrier that is known here"),
        ("endicia", "usps", "“endicia” was read as USPS."),
        ("Upstairs", "Upstairs", "“Upstairs” is no carrier that is known here"),
    ],
)
def test_a_carrier_alone_is_told_as_the_website_calls_it(text, name, remark):
    named = Catalogue().find(text, "")
    assert named.carrier_name == name
    assert named.remark.startswith(remark)
    assert bool(named.remark) == bool(remark)


def test_the_longest_carrier_in_the_words_is_meant():
    named = Catalogue().find("by DHL eCommerce today", "")
    assert str(named.carrier) == "DHL eCommerce"


def test_a_carrier_that_the_website_does_not_know_is_told_by_its_name():
    Carrier.objects.filter(code="royal-mail").update(store_code="")
    assert Catalogue().find("Royal Mail", "").carrier_name == "Royal Mail"


def test_what_a_person_said_of_the_words_comes_first():
    company = a_company()
    next_day = ShippingService.objects.get(code="UPS_NEXT_DAY")
    ServiceWords.remember(company, {words_of("UPS", "Ground"): next_day})
    named = Catalogue(company).find("ups", "GROUND")
    assert (named.service, named.remark) == (next_day, "")


def test_what_one_company_said_is_not_said_for_another():
    next_day = ShippingService.objects.get(code="UPS_NEXT_DAY")
    ServiceWords.remember(a_company(), {words_of("UPS", "Ground"): next_day})
    named = Catalogue(a_company()).find("UPS", "Ground")
    assert named.service is not None
    assert named.service.code == "UPS_GROUND"


def test_a_whole_file_asks_the_database_once(django_assert_num_queries):
    catalogue = Catalogue()
    with django_assert_num_queries(0):
        assert catalogue.find("UPS", "Ground").service
        assert catalogue.find("USPS", "Priority Mail Service").service


def test_an_orders_usual_service_is_that_of_its_groups():
    company = a_company()
    chosen, bare = an_order(company, "1"), an_order(company, "2")
    ground = ShippingService.objects.get(code="UPS_GROUND")
    chosen.shipping_groups.update(service=ground)
    assert services_of([chosen, bare]) == {chosen.pk: ground}
