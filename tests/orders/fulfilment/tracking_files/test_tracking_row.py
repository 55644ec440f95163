"""Reading one line of a tracking file: voids, several orders and numbers, dates, weights."""

from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from orders.files.days import DayOrder
from orders.files.naming import BadRow, OrderNumbers, SkippedRow
from orders.fulfilment.tracking_files.tracking_row import (
    MOST_NUMBERS,
    LineReading,
    TrackingColumn,
    TrackingRow,
    is_void,
    read_rows,
)


def rows(how: LineReading | None = None, **said: str) -> list[TrackingRow]:
    """The rows of a line for order 7 with number T1 where `said` names no others."""
    texts = {"order_id": "7", "tracking_number": "T1", **said}
    return read_rows(4, texts, how or LineReading())


@pytest.mark.parametrize(
    "text",
    [
        *("Void", "VOIDED", "voided 11/05", "Cancelled", "canceled", "refunded"),
        *("storniert", "Annulé", "deleted", "Y", "yes", "x", "1", "TRUE", "ja", "Oui", "Sí"),
    ],
)
def test_a_label_that_is_not_in_use_is_void(text):
    assert is_void(text)


@pytest.mark.parametrize(
    "text", ["", " ", "N", "no", "0", "FALSE", "Shipped", "Delivered", "In transit", "avoided"]
)
def test_a_label_in_use_is_not_void(text):
    assert not is_void(text)


def test_a_void_label_is_skipped_before_anything_else_is_read():
    with pytest.raises(SkippedRow, match=r"The label is void \(Voided\)\."):
        rows(void="Voided", order_id="", quantity="none")


def test_an_empty_line_is_skipped():
    with pytest.raises(SkippedRow, match="The line is empty"):
        read_rows(4, {"order_id": "", "tracking_number": ""})


def test_a_line_without_number_is_skipped():
    with pytest.raises(SkippedRow, match="no tracking number"):
        rows(tracking_number="")


def test_ship_orders_may_leave_the_number_out():
    (row,) = rows(LineReading(may_lack_number=True), tracking_number="")
    assert (row.order_id, row.tracking_number) == ("7", "")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1Z999AA10123456784,1Z5R89390357567127", ["1Z999AA10123456784", "1Z5R89390357567127"]),
        ("1Z999AA10123456784\n1Z5R89390357567127", ["1Z999AA10123456784", "1Z5R89390357567127"]),
        ("1Z 999 AA1 01 2345 6784", ["1Z999AA10123456784"]),
        ("'9400111202555842332662", ["9400111202555842332662"]),
    ],
)
def test_a_cell_may_hold_several_numbers(text, numbers):
    assert [plain(row.tracking_number) for row in rows(tracking_number=text)] == numbers


def plain(number: str) -> str:
    return number.replace(" ", "")


@pytest.mark.parametrize("number", ["T" * 256, ",".join(f"1Z{n:016}" for n in range(51))])
def test_a_cell_of_more_than_can_be_kept_is_refused(number):
    with pytest.raises(BadRow, match=f"255 characters|more than {MOST_NUMBERS} tracking numbers"):
        rows(tracking_number=number)


def test_every_order_of_a_line_gets_every_number_of_it():
    made = rows(order_id="341, 342", tracking_number="1Z999AA10123456784,1Z5R89390357567127")
    assert [(row.order_id, row.tracking_number[-4:]) for row in made] == [
        ("341", "6784"),
        ("341", "7127"),
        ("342", "6784"),
        ("342", "7127"),
    ]


def test_cost_and_weight_of_a_line_are_counted_once():
    made = rows(order_id="341, 342", cost="9.00", weight="2")
    assert [(row.cost, row.weight) for row in made] == [(Decimal(9), Decimal(2)), (None, None)]


def test_what_is_no_cost_or_weight_is_said_once():
    made = rows(order_id="341, 342", cost="free", weight="heavy")
    assert [len(row.remarks) for row in made] == [2, 0]


def test_both_numbers_of_a_line_name_one_order():
    (row,) = rows(order_id="7", channel_order="#97")
    assert (row.order_id, row.channel_order) == ("7", "97")


@pytest.mark.parametrize(
    ("whose", "expected"),
    [
        (OrderNumbers.OURS, ("97", "", False)),
        (OrderNumbers.CHANNEL, ("", "97", False)),
        (OrderNumbers.FIND_OUT, ("97", "", True)),
    ],
)
def test_whose_number_stands_under_order_id_is_the_files_choice(whose, expected):
    (row,) = rows(LineReading(order_numbers=whose), order_id="97")
    assert (row.order_id, row.channel_order, row.may_be_channel_order) == expected


def test_a_number_under_each_heading_keeps_its_own_although_the_file_has_the_stores():
    (row,) = rows(LineReading(order_numbers=OrderNumbers.CHANNEL), order_id="7", channel_order="97")
    assert (row.order_id, row.channel_order) == ("7", "97")


@pytest.mark.parametrize(
    ("order", "day"),
    [(DayOrder.DAY_FIRST, date(2026, 5, 11)), (DayOrder.MONTH_FIRST, date(2026, 11, 5))],
)
def test_the_files_order_of_day_and_month_decides(order, day):
    (row,) = rows(LineReading(day_order=order), shipped_on="11/5/2026")
    assert row.shipped_on == day


def test_a_moment_with_an_offset_is_a_day_where_the_company_is():
    how = LineReading(zone=ZoneInfo("America/New_York"))
    (row,) = rows(how, shipped_on="2026-11-06T02:30:00Z")
    assert row.shipped_on == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("unit", "text", "kilograms"),
    [("kg", "2", "2.000"), ("oz", "16", "0.454"), ("lb", "1 kg", "1.000"), ("g", "250", "0.250")],
)
def test_a_weight_without_unit_has_that_of_its_heading(unit, text, kilograms):
    (row,) = rows(LineReading(weight_unit=unit), weight=text)
    assert row.weight == Decimal(kilograms)


def test_the_text_guards_of_spreadsheets_are_taken_off():
    (row,) = rows(order_id='="7"', sku="'0042", carrier="  UPS\u200b ", postcode="'02116")
    assert (row.order_id, row.sku, row.carrier, row.postcode) == ("7", "0042", "UPS", "02116")


def test_the_line_is_remembered_by_its_place_in_the_file():
    assert {row.number for row in rows(order_id="341, 342")} == {4}


@pytest.mark.parametrize("column", [TrackingColumn.SKU, TrackingColumn.ORDER_ID])
def test_a_name_that_a_spreadsheet_rounded_is_refused(column):
    with pytest.raises(BadRow, match="rounded by the spreadsheet"):
        rows(None, **{str(column.value): "1.23457E+12"})
