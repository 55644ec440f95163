"""What the page says of a tracking file before and after its import."""

import pytest

from core.packing import pack
from jobs.models import Job
from orders.fulfilment.tracking_files.tracking_report import MOST_GOOD, report_on
from orders.models import TrackingImport


def answer(result: str, reason: str = "", **fields: str) -> dict[str, str]:
    given = {"Line": "2", "Order ID": "7", "Channel Order #": "97", "Tracking Number": "T1"}
    return {**given, "Result": result, "Reason": reason, **fields}


def report(*answers: dict[str, str], is_done: bool = False, may_commit: bool = True, **reading):
    upload = TrackingImport(packed_answers=pack({"answers": list(answers)}), reading=reading)
    upload.job = Job(pk=1) if is_done else None
    return report_on(upload, may_commit=may_commit)


ONE_OF_EACH = (
    answer("shipped"),
    answer("shipped", "Look twice: x."),
    answer("already"),
    answer("skipped", "The line is empty."),
    answer("failed", "There is no order 9."),
)


def titles(made) -> list[str]:
    return [table.title for table in made.tables]


def test_every_line_is_counted_under_what_becomes_of_it():
    figures = {one.label: one.number for one in report(*ONE_OF_EACH).figures}
    assert figures == {
        "To be Ship Confirmed": 2,
        "Here already": 1,
        "Skipped": 1,
        "With an error": 1,
        "To look at": 1,
    }


def test_what_failed_comes_first_and_what_is_fine_last():
    assert titles(report(*ONE_OF_EACH)) == [
        "Lines with an error",
        "To look at",
        "Skipped",
        "To be Ship Confirmed",
        "Here already",
    ]


def test_after_the_import_it_says_what_happened():
    done = report(*ONE_OF_EACH, is_done=True)
    assert done.title == "What the import did"
    assert titles(done)[0] == "Failed"
    assert done.remark == ""


@pytest.mark.parametrize("is_done", [True, False])
def test_a_table_without_lines_is_left_out(is_done):
    assert len(report(answer("shipped"), is_done=is_done).tables) == 1


@pytest.mark.parametrize("result", ["failed", "skipped"])
def test_only_what_is_imported_is_to_be_looked_at(result):
    assert "To look at" not in titles(report(answer(result, "Odd.")))


@pytest.mark.parametrize(
    ("answers", "may_commit", "label"),
    [
        ([answer("shipped")], True, "Import 1 line"),
        ([answer("shipped"), answer("shipped"), answer("failed")], True, "Import 2 lines"),
        ([answer("shipped")], False, ""),
        ([answer("failed"), answer("already")], True, ""),
    ],
)
def test_the_button_counts_what_would_leave(answers, may_commit, label):
    assert report(*answers, may_commit=may_commit).commit_label == label


def test_before_the_import_it_says_how_errors_are_mended():
    assert "upload the file again" in report(answer("failed", "No.")).remark
    assert report(answer("shipped")).remark == "Nothing was shipped yet."


def test_a_long_table_is_cut_and_says_its_length():
    (table,) = report(*[answer("shipped")] * (MOST_GOOD + 5)).tables
    assert (len(table.rows), table.total) == (MOST_GOOD, MOST_GOOD + 5)


def test_typed_rows_without_number_say_what_to_do():
    skipped = answer("skipped", "The line has no tracking number.")
    assert [table.help for table in report(skipped, is_typed=True).tables] == [
        "To ship without tracking number, choose that in Actions."
    ]
    assert [table.help for table in report(skipped).tables] == [""]


@pytest.mark.parametrize(
    ("fields", "text", "is_linked"),
    [
        ({"Customer": "Ana"}, "7 (#97)", True),
        ({"Customer": "Ana", "Channel Order #": "7"}, "7", True),
        ({}, "7 (#97)", False),
        ({"Customer": "", "Order ID": ""}, "97", False),
        ({"Customer": "", "Order ID": "7, 8"}, "7, 8 (#97)", False),
    ],
)
def test_an_order_that_was_found_is_linked(fields, text, is_linked):
    (table,) = report(answer("failed", "No.", **fields)).tables
    cell = table.rows[0][1]
    assert (cell.text, bool(cell.url)) == (text, is_linked)
