"""Carriers, services, their tracking links, and names of methods."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from shipping.catalogue import CATALOGUE, ensure_catalogue, tracking_link_of
from shipping.method_matching import normal_name
from shipping.models import Carrier, ShippingService

pytestmark = pytest.mark.django_db


def test_a_new_installation_has_the_catalogue():
    assert Carrier.objects.count() == len(CATALOGUE)
    codes = [code for line in CATALOGUE for code, _, _ in line.services]
    assert len(codes) == len(set(codes)) == ShippingService.objects.count()
    assert {"USPS", "UPS", "FedEx", "DHL Express", "Royal Mail", "DPD", "GLS"} <= set(
        Carrier.objects.values_list("name", flat=True)
    )


def test_every_carrier_of_the_catalogue_is_valid():
    for carrier in Carrier.objects.all():
        carrier.full_clean()
        assert carrier.services.exists()


def test_what_was_changed_stays_and_what_is_missing_comes_back():
    Carrier.objects.filter(code="ups").update(name="UPS of ours", is_active=False)
    ShippingService.objects.filter(code="UPS_GROUND").delete()
    ensure_catalogue()
    assert Carrier.objects.get(code="ups").name == "UPS of ours"
    assert ShippingService.objects.filter(code="UPS_GROUND").exists()
    assert not ShippingService.objects.choosable().filter(carrier__code="ups").exists()


def test_a_number_becomes_a_link_whatever_it_holds():
    carrier = Carrier.objects.get(code="ups")
    assert carrier.tracking_link(" 1Z 9/&x ") == (
        "https://www.ups.com/track?tracknum=1Z%209%2F%26x"
    )
    assert carrier.tracking_link("  ") == ""
    assert Carrier.objects.get(code="generic").tracking_link("1") == ""


@pytest.mark.parametrize("link", ["javascript:{tracking_number}", "https://example.com/track"])
def test_a_link_without_a_place_for_the_number_is_refused(link):
    with pytest.raises(ValidationError, match="Enter a web address with"):
        Carrier(code="x", name="X", tracking_url=link).full_clean()


def test_django_admin_edits_a_carrier_with_its_services():
    browser = Client()
    browser.force_login(User.objects.create_superuser("boss"))
    carrier = Carrier.objects.get(code="gls")
    page = browser.get(reverse("admin:shipping_carrier_change", args=[carrier.pk]))
    assert "EuroBusinessParcel" in page.content.decode()
    found = browser.get(reverse("admin:shipping_shippingservice_changelist"), {"q": "UPS_GROUND"})
    assert "UPS_GROUND_SAVER" in found.content.decode()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Courier, 2-3 days", " courier,  2-3 DAYS "),
        ("Courier &amp; Post", "Courier & Post"),
        ("Courier &amp;amp; Post", "Courier & Post"),
        ("Cafe\u0301 pickup", "Caf\u00e9 pickup"),
        ("Free\u00a0shipping", "Free shipping"),
        ("STRASSE", "Straße"),
        ("Ｅxpress", "Express"),
        ("Next\tday\n", "Next day"),
    ],
)
def test_names_that_look_the_same_are_the_same(one, other):
    assert normal_name(one) == normal_name(other)


@pytest.mark.parametrize(("one", "other"), [("Express", "Express 2"), ("A-B", "AB"), ("1", "")])
def test_other_names_are_others(one, other):
    assert normal_name(one) != normal_name(other)


@pytest.mark.parametrize("carrier", ["UPS", "ups", " Ups "])
def test_a_carrier_that_is_only_a_text_is_followed_too(carrier):
    assert tracking_link_of(carrier, "1Z9") == "https://www.ups.com/track?tracknum=1Z9"
    assert tracking_link_of(carrier, " ") == ""


def test_a_carrier_that_nobody_knows_has_no_link():
    assert tracking_link_of("Owl Post", "1Z9") == tracking_link_of("", "1Z9") == ""
