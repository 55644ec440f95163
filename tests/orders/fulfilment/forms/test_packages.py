"""What may be typed about packages: made, edited, corrected."""

from decimal import Decimal

import pytest

from orders.fulfilment.forms.packages import CorrectionForm, PackageForm, are_accepted, initial_of
from orders.models import OrderLine, Package
from shipping.lookup import ServiceLookup
from shipping.models import ShippingService
from tests.factories import a_company, a_package, an_order

pytestmark = pytest.mark.django_db
SHIRT = OrderLine(pk=1, sku="TS", name="T-shirt", quantity=2)
NUMBER = "1Z999AA10123456784"


def package_form(kept: Package | None = None, **typed: str) -> PackageForm:
    data = {"shipped_on": "2026-11-20", "quantity_1": "1", **typed}
    lookup = ServiceLookup.of_catalogue()
    return PackageForm(data, lookup=lookup, pieces={SHIRT: 2}, kept=kept)


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("quantity_1", "3", "Only 2 left."),
        ("quantity_1", "1.5", "Enter how many pieces"),
        ("service", "Zeppelin", "“Zeppelin” is no Shipping Method."),
        ("tracking_number", "9.40011E+21", "rounded by the spreadsheet"),
        ("shipped_on", "", "This field is required."),
        ("weight", "-1", "greater than or equal to 0"),
        ("cost", "1.234", "Amounts have 2 decimals here."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(field, text, sentence):
    form = package_form(**{field: text})
    assert sentence in " ".join(map(str, form.errors[field]))
    assert list(form.errors) == [field]


def test_what_was_typed_is_the_package():
    form = package_form(
        service="UPS_GROUND", tracking_number=" 1z 999aa1 ", cost="4,20", weight="0.5"
    )
    assert form.is_valid()
    new = form.new_package
    assert new.service == ShippingService.objects.get(code="UPS_GROUND")
    assert (new.cost, new.weight, new.quantities) == (Decimal("4.20"), Decimal("0.5"), {1: 1})
    assert new.tracking_number == "1Z999AA1"


@pytest.mark.parametrize(
    ("typed", "is_blank"),
    [
        ({"quantity_1": ""}, True),
        ({"quantity_1": "0"}, True),
        ({"quantity_1": "1"}, False),
        ({"quantity_1": "", "tracking_number": "T1"}, False),
        ({"quantity_1": "", "tracking_number": "N/A"}, True),
    ],
)
def test_a_section_without_pieces_and_number_is_left_unused(typed, is_blank):
    form = package_form(**typed)
    assert form.is_valid()
    assert form.is_blank == is_blank


def test_a_service_that_was_switched_off_may_stay_and_not_be_chosen_anew():
    ground = ShippingService.objects.get(code="UPS_GROUND")
    ShippingService.objects.filter(pk=ground.pk).update(is_active=False)
    assert package_form(Package(service=ground), service="UPS_GROUND").is_valid()
    assert not package_form(service="UPS_GROUND").is_valid()


@pytest.mark.parametrize("kept", ["service", "carrier"])
def test_the_carrier_of_a_package_without_service_is_kept(kept):
    package = Package(carrier="dpd")
    if kept == "service":
        package.service = ShippingService.objects.get(code="UPS_GROUND")
    form = package_form(package)
    assert form.is_valid()
    assert form.new_package.carrier == ("dpd" if kept == "carrier" else "")


@pytest.mark.parametrize(
    ("service", "number", "is_odd"),
    [("UPS_GROUND", NUMBER, False), ("UPS_GROUND", "12345", True), ("", "12345", False)],
)
def test_an_odd_number_is_a_doubt_and_no_error(service, number, is_odd):
    form = package_form(service=service, tracking_number=number)
    assert form.is_valid()
    assert bool(form.doubt) == is_odd
    package = Package(pk=1)
    typed = {"service": service, "tracking_number": number}
    correction = CorrectionForm(typed, lookup=ServiceLookup.of_catalogue(), package=package)
    assert correction.is_valid()
    assert correction.doubt == form.doubt


@pytest.mark.parametrize(
    ("doubts", "seen", "expected"),
    [([], [], True), (["a"], [], False), (["a"], ["a", "b"], True), (["a", "b"], ["a"], False)],
)
def test_every_doubt_must_have_been_seen(doubts, seen, expected):
    assert are_accepted(doubts, seen) == expected


def test_a_form_begins_with_the_package_as_it_is():
    order = an_order(a_company())
    package = a_package(order, NUMBER, cost=Decimal("4.20"))
    line = order.lines.get()
    initial = initial_of(package)
    assert (initial["tracking_number"], initial["cost"]) == (NUMBER, Decimal("4.20"))
    assert (str(initial["shipped_on"]), initial[f"quantity_{line.pk}"]) == ("2026-11-02", 2)
