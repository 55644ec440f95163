"""What a line of a tracking file is answered, out of what became of its rows."""

import pytest

from orders.fulfilment.new_packages import NewPackage
from orders.fulfilment.tracking_files.catalogue import NamedService
from orders.fulfilment.tracking_files.line_answers import (
    answer_of_line,
    answer_of_rows,
    outcome_of,
)
from orders.fulfilment.tracking_files.rows_to_parcels import TrackingOutcome, TrackingRowResult
from orders.fulfilment.tracking_files.tracking_row import TrackingRow
from orders.models import Order
from tests.factories import a_line, a_package, an_order

SHIPPED, ALREADY = TrackingOutcome.SHIPPED, TrackingOutcome.ALREADY
SKIPPED, FAILED = TrackingOutcome.SKIPPED, TrackingOutcome.FAILED


def result(outcome: TrackingOutcome = SHIPPED, **fields) -> TrackingRowResult:
    row = fields.pop("row", TrackingRow(number=3, order_id="7", tracking_number="T1"))
    return TrackingRowResult(row, outcome, **fields)


@pytest.mark.parametrize(
    ("outcomes", "worst"),
    [
        ([SHIPPED], SHIPPED),
        ([SHIPPED, FAILED], FAILED),
        ([ALREADY, FAILED], FAILED),
        ([ALREADY, SHIPPED], SHIPPED),
        ([SKIPPED, ALREADY], ALREADY),
    ],
)
def test_a_line_failed_when_one_of_its_rows_did(outcomes, worst):
    assert outcome_of([result(one) for one in outcomes]) == worst


def test_a_line_that_gives_no_row_is_answered_with_what_stands_in_it():
    texts = {"order_id": "7", "tracking_number": "T1", "sku": "MUG"}
    assert answer_of_line(3, texts, SKIPPED, "The label is void (x).") == {
        "Line": "3",
        "Order ID": "7",
        "Channel Order #": "",
        "Tracking Number": "T1",
        "Result": "skipped",
        "Reason": "The label is void (x).",
    }


def test_a_line_without_its_order_shows_what_the_file_says():
    row = TrackingRow(number=3, channel_order="97", tracking_number="T1")
    answer = answer_of_rows(3, [result(FAILED, row=row, sentence="There is no order 97.")])
    assert (answer["Order ID"], answer["Channel Order #"]) == ("", "97")
    assert (answer["Customer"], answer["What"]) == ("", "")


def test_reasons_and_warnings_are_said_once_each():
    twice = [result(warning="Look twice."), result(warning="Look twice.")]
    assert answer_of_rows(3, twice)["Reason"] == "Look twice."


def test_numbers_of_one_line_stand_beside_each_other():
    made = [
        result(row=TrackingRow(number=3, order_id="7", tracking_number=number))
        for number in ("T1", "T2", "T1")
    ]
    assert answer_of_rows(3, made)["Tracking Number"] == "T1, T2"


def test_a_line_that_failed_in_part_says_which_order_can_go(company):
    order = an_order(company)
    answer = answer_of_rows(3, [result(order=order), result(FAILED, sentence="No.")])
    assert answer["Result"] == "failed"
    assert answer["Reason"] == f"No. Order {order.pk} can go."


def test_a_line_of_which_all_failed_says_of_no_order_that_it_can_go(company):
    order = an_order(company)
    answer = answer_of_rows(3, [result(FAILED, order=order, sentence="No.")])
    assert answer["Reason"] == "No."


def test_a_line_that_goes_as_a_whole_needs_no_word(company):
    assert answer_of_rows(3, [result(order=an_order(company))])["Reason"] == ""


def test_the_order_that_was_found_is_named_with_both_numbers(company):
    order = an_order(company, "97")
    answer = answer_of_rows(3, [result(order=order, destination="02116 Boston US")])
    assert (answer["Order ID"], answer["Channel Order #"]) == (str(order.pk), "97")
    assert (answer["Customer"], answer["Ship To"]) == ("Ana Brandt", "02116 Boston US")


def two_lines(company) -> Order:
    mug = a_line("12", sku="MUG", name="Mug", quantity=3)
    return an_order(company, lines=(a_line("11"), mug))


def test_what_leaves_is_everything_that_is_left(company):
    order = two_lines(company)
    answer = answer_of_rows(3, [result(order=order, parcel=NewPackage(carrier="dpd"))])
    assert answer["What"] == "2 × T-shirt, 3 × Mug by dpd"


def test_what_leaves_is_what_the_line_names(company):
    order = two_lines(company)
    mug = order.lines.get(sku="MUG")
    parcel = NewPackage(quantities={mug.pk: 1})
    assert answer_of_rows(3, [result(order=order, parcel=parcel)])["What"] == (
        "1 × Mug by no carrier"
    )


def test_nothing_leaves_by_a_line_that_is_here_already(company):
    order = two_lines(company)
    a_package(order)
    answer = answer_of_rows(3, [result(ALREADY, order=order, parcel=NewPackage())])
    assert answer["What"] == ""


def test_words_that_are_not_ours_are_kept_to_be_asked_about():
    row = TrackingRow(number=3, order_id="7", carrier="Brown", service="Fast")
    strange = result(row=row, named=NamedService(remark="“Fast” is unknown."))
    answer = answer_of_rows(3, [strange])
    assert [answer[name] for name in ("Carrier", "Service", "Read As")] == ["Brown", "Fast", ""]


def test_words_that_are_ours_raise_no_question():
    row = TrackingRow(number=3, order_id="7", carrier="UPS", service="Ground")
    assert "Service" not in answer_of_rows(3, [result(row=row, named=NamedService())])
