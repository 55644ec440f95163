"""Which order a line means, and which packages the lines of a file ask for. Writes nothing."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from orders.fulfilment.shipping_out import with_all_that_decides
from orders.fulfilment.tracking_files.catalogue import Catalogue
from orders.fulfilment.tracking_files.rows_to_parcels import Decision, TrackingOutcome, decide
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.models import Order
from settings.models import Company
from shipping.models import ShippingService
from tests.factories import a_customer, a_line, a_package, an_order

SHIRT, MUG = a_line("11"), a_line("12", sku="MUG", name="Mug", quantity=3)


@pytest.fixture
def order(company: Company) -> Order:
    return an_order(company, "97", lines=(SHIRT, MUG))


def row(order: Order, tracking_number: str = "T1", **fields) -> TrackingRow:
    given = {"number": 2, "order_id": str(order.pk), "tracking_number": tracking_number}
    return TrackingRow(**{**given, **fields})


def decided(*rows: TrackingRow, services: dict[int, ShippingService] | None = None) -> Decision:
    orders = list(with_all_that_decides(Order.objects.prefetch_related("addresses")))
    return decide(rows, orders, catalogue=Catalogue(), services=services or {})


def results(decision: Decision) -> list[str]:
    return [answer.result.value for answer in decision.answers]


def packed(decision: Decision, order: Order) -> list[tuple[str, dict[str, int] | None]]:
    """Number and pieces by SKU of each package that is asked for; None is everything."""
    skus = {line.pk: line.sku for line in order.lines.all()}
    return [
        (
            parcel.tracking_number,
            None
            if parcel.quantities is None
            else {skus[key]: number for key, number in parcel.quantities.items() if number},
        )
        for parcel in decision.parcels.get(order.pk, [])
    ]


def test_a_line_without_sku_takes_everything(order):
    assert packed(decided(row(order)), order) == [("T1", None)]


def test_lines_with_one_number_are_one_package(order):
    decision = decided(row(order, sku="TS-RED"), row(order, "t 1", sku="MUG", quantity=2))
    assert packed(decision, order) == [("T1", {"TS-RED": 2, "MUG": 2})]


def test_a_line_without_sku_takes_what_those_with_one_leave(order):
    decision = decided(row(order, "T1"), row(order, "T2", sku="MUG", quantity=2))
    assert packed(decision, order) == [("T2", {"MUG": 2}), ("T1", {"TS-RED": 2, "MUG": 1})]


def test_numbers_without_sku_share_what_is_left_and_it_is_said(order):
    decision = decided(row(order, "T1"), row(order, "T2"))
    assert packed(decision, order) == [("T1", {"TS-RED": 2}), ("T2", {"MUG": 3})]
    assert all("spread over 2 packages" in answer.warning for answer in decision.answers)


def test_more_numbers_than_pieces_fail_for_what_is_too_many(company):
    order = an_order(company, lines=(a_line("11", quantity=1),))
    decision = decided(row(order, "T1"), row(order, "T2"))
    assert results(decision) == ["shipped", "failed"]
    assert "fewer pieces left" in decision.answers[1].sentence


def test_a_sku_that_cannot_be_served_keeps_only_its_own_package_here(order):
    decision = decided(row(order, "T1", sku="CAP"), row(order, "T2", sku="MUG"))
    assert results(decision) == ["failed", "shipped"]
    assert packed(decision, order) == [("T2", {"MUG": 3})]


def test_a_number_that_has_left_is_here_already(order):
    a_package(order, "1Z 99")
    decision = decided(row(order, "1z99"))
    assert (results(decision), decision.parcels) == (["already"], {})


def test_a_number_that_is_only_packed_is_to_be_confirmed_by_a_person(order):
    a_package(order, "T1", confirmed_at=None)
    decision = decided(row(order, "T1"))
    assert results(decision) == ["failed"]
    assert "choose Ship Confirm" in decision.answers[0].sentence


def test_a_line_without_number_says_nothing_new_of_an_order_that_is_gone(order):
    a_package(order)
    Order.objects.update(shipping_status="fully_shipped")
    assert results(decided(row(order, ""))) == ["already"]


def test_an_order_that_is_not_there_keeps_the_others_of_its_line_here(order):
    decision = decided(row(order), row(order, order_id="999999"))
    assert results(decision) == ["failed", "failed"]
    assert decision.answers[0].sentence == "Another order of this line cannot be shipped by it."


def test_an_order_that_is_not_there_keeps_no_other_line_here(order):
    decision = decided(row(order, number=2), row(order, number=3, order_id="999999"))
    assert results(decision) == ["shipped", "failed"]


@pytest.mark.parametrize(
    ("fields", "result", "warning"),
    [
        ({"customer": "A. Brandt", "postcode": "02116-1234"}, "shipped", ""),
        ({"customer": "Brandt, Ana", "postcode": "2116"}, "shipped", ""),
        ({"customer": "Zoltan Xu"}, "shipped", "Look twice: the line is for Zoltan Xu"),
        ({"postcode": "90210"}, "shipped", "Look twice: the line goes to 90210"),
        ({"customer": "Zoltan Xu", "postcode": "90210"}, "failed", "Look twice"),
    ],
)
def test_a_line_for_somebody_else_is_doubted_and_refused(order, fields, result, warning):
    decision = decided(row(order, **fields))
    assert results(decision) == [result]
    assert warning in decision.answers[0].warning
    assert bool(decision.answers[0].warning) == bool(warning)


def test_a_number_that_fits_two_orders_means_the_one_of_its_customer(company, order):
    other = an_order(
        company, str(order.pk), customer=a_customer(first_name="Zoltan", last_name="Xu")
    )
    other.addresses.update(first_name="Zoltan", last_name="Xu", postal_code="90210")
    wanted = row(order, may_be_channel_order=True, customer="Zoltan Xu", postcode="90210")
    (answer,) = decided(wanted).answers
    assert answer.order == other


def test_a_number_that_fits_two_orders_is_asked_about(company, order):
    an_order(company, str(order.pk))
    (answer,) = decided(row(order, may_be_channel_order=True)).answers
    assert answer.result == TrackingOutcome.FAILED
    assert "which of the two the file means" in answer.sentence


@pytest.mark.parametrize(("email", "is_odd"), [("ana@example.com", False), ("z@x.example", True)])
def test_a_number_on_orders_of_two_customers_is_doubted(company, order, email, is_odd):
    other = an_order(company, "98", customer=a_customer(email=email))
    decision = decided(row(order, number=2), row(other, number=3))
    assert results(decision) == ["shipped", "shipped"]
    said = ["different customers" in answer.warning for answer in decision.answers]
    assert said == [is_odd, is_odd]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "UPS_GROUND"),
        ({"carrier": "UPS"}, "UPS_GROUND"),
        ({"carrier": "FedEx"}, ""),
        ({"carrier": "FedEx", "service": "Ground"}, "FEDEX_GROUND"),
        ({"carrier": "Pony Express"}, ""),
    ],
)
def test_the_orders_own_service_fills_in_what_the_line_leaves_out(order, fields, expected):
    usual = ShippingService.objects.select_related("carrier").get(code="UPS_GROUND")
    decision = decided(row(order, **fields), services={order.pk: usual})
    (parcel,) = decision.parcels[order.pk]
    assert (parcel.service.code if parcel.service else "") == expected


def test_a_package_has_the_first_cost_weight_and_carrier_of_its_lines(order):
    decision = decided(
        row(order, sku="MUG", cost=Decimal(0)),
        row(order, sku="TS-RED", cost=Decimal(5), weight=Decimal(2), carrier="FedEx"),
    )
    (parcel,) = decision.parcels[order.pk]
    assert (parcel.cost, parcel.weight, parcel.carrier) == (Decimal(0), Decimal(2), "fedex")


def test_tomorrow_is_today_for_label_software_in_another_zone(order):
    today = timezone.localdate(timezone=order.company.zone)
    decision = decided(row(order, shipped_on=today + timedelta(days=1)))
    assert decision.parcels[order.pk][0].shipped_on == today


def test_what_was_not_read_is_said_beside_the_answer(order):
    decision = decided(row(order, remarks=("Weight: “heavy” was left out.",)))
    assert decision.answers[0].warning == "Weight: “heavy” was left out."
