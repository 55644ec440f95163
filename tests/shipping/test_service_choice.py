"""Which service a method means: a table over names, numbers, rush and defaults."""

import pytest

from shipping.models import Carrier, MethodMapping, ShippingDefaults, ShippingService
from shipping.service_choice import CompanyMapping, ServiceChoice, ServiceSource, is_abroad

CARRIER = Carrier(pk=1, code="ups", name="UPS")
GROUND = ShippingService(pk=1, carrier=CARRIER, code="UPS_GROUND", name="Ground")
AIR = ShippingService(pk=2, carrier=CARRIER, code="UPS_2DAY", name="2nd Day Air")
ABROAD = ShippingService(pk=3, carrier=CARRIER, code="UPS_SAVER", name="Worldwide Saver")
EXPRESS = ShippingService(pk=4, carrier=CARRIER, code="UPS_EXPRESS", name="Express")
GONE = ShippingService(pk=5, carrier=CARRIER, code="UPS_OLD", name="Old", is_active=False)
LATE = ShippingService(pk=6, carrier=Carrier(pk=2, name="X", is_active=False), code="X_1")


def row(name: str, service: ShippingService | None, **fields) -> MethodMapping:
    """An unsaved row of a mapping, comparable as a saved one."""
    made = MethodMapping(name=name, service=service, **fields)
    made.clean()
    return made


ROWS = [
    row("Courier & Post", GROUND, store_shipping_id="7"),
    row("Overnight", AIR, is_rush=True),
    row("Whatever is usual", None),
    row("Whatever is fast", None, is_rush=True),
    row("Discontinued", GONE),
    row("Carrier gone", LATE),
    row("Größe L", AIR, store_shipping_id="9"),
]
DEFAULTS = ShippingDefaults(
    domestic=GROUND, domestic_rush=AIR, international=ABROAD, international_rush=EXPRESS
)


@pytest.mark.parametrize(
    ("name", "number", "abroad", "service", "is_rush", "source"),
    [
        ("Courier & Post", "", False, GROUND, False, "mapping"),
        ("  courier   &  POST ", "", True, GROUND, False, "mapping"),
        ("Courier &amp; Post", "", False, GROUND, False, "mapping"),
        ("Courier &amp;amp; Post", "", False, GROUND, False, "mapping"),
        ("Courier\u00a0&nbsp;&#38; Post", "", False, GROUND, False, "mapping"),
        ("GRO\u0308SSE L", "", False, AIR, False, "mapping"),  # o and two dots; ß is ss
        ("Ｏｖｅｒｎｉｇｈｔ", "", False, AIR, True, "mapping"),
        ("Renamed since", "7", False, GROUND, False, "mapping"),
        ("Overnight", "7", False, AIR, True, "mapping"),  # the name goes before the number
        ("Whatever is usual", "", False, GROUND, False, "default"),
        ("Whatever is usual", "", True, ABROAD, False, "default"),
        ("Whatever is fast", "", False, AIR, True, "default"),
        ("Whatever is fast", "", True, EXPRESS, True, "default"),
        ("Discontinued", "", False, GROUND, False, "default"),
        ("Carrier gone", "", True, ABROAD, False, "default"),
        ("Unknown", "", False, GROUND, False, "default"),
        ("Courier, Post", "", False, GROUND, False, "default"),  # punctuation counts
        ("", "", True, ABROAD, False, "default"),
        ("", "9", False, AIR, False, "mapping"),
    ],
)
def test_what_a_method_means(name, number, abroad, service, is_rush, source):
    choice = CompanyMapping(ROWS, DEFAULTS).choose(name, number, is_abroad=abroad)
    assert (choice.service, choice.is_rush, choice.source) == (service, is_rush, source)


def test_without_defaults_nothing_is_chosen():
    mapping = CompanyMapping(ROWS, None)
    nothing = ServiceChoice(None, False, ServiceSource.NONE)
    assert mapping.choose("Unknown", "1", is_abroad=False) == nothing
    assert mapping.choose("Whatever is fast", "", is_abroad=False).is_rush
    assert mapping.choose("Discontinued", "", is_abroad=False).service is None


def test_a_renamed_method_says_so():
    mapping = CompanyMapping(ROWS, None)
    assert mapping.choose("Renamed since", "7", is_abroad=False).is_renamed
    assert not mapping.choose("COURIER & POST", "7", is_abroad=False).is_renamed


@pytest.mark.parametrize(
    ("home", "destination", "abroad"),
    [("US", "US", False), ("US", "DE", True), ("us", "US", False), ("", "DE", False),
     ("US", "", False)],
)  # fmt: skip
def test_what_abroad_is(home, destination, abroad):
    assert is_abroad(home, destination) is abroad


def test_a_method_longer_than_any_mapping_is_found_by_its_beginning():
    row = MethodMapping(pk=9, name="M" * 250, normal_name="m" * 250, service=None)
    assert CompanyMapping([row], None).find("M" * 255, "") is row
    assert CompanyMapping([row], None).find("M" * 249, "") is None
