"""Titles above the headings, and totals below the lines."""

import pytest

from tests.cases.doors import outcomes, shipped


def test_report_titles_and_a_totals_line(desk):
    desk.orders(297)
    assert outcomes(desk.ship("A10-preamble/t.csv")) == ["shipped", "skipped"]
    assert shipped(desk.company) == {"297": ["1ZC"]}


def test_a_merged_title_in_a_workbook(desk):
    desk.orders(298)
    assert outcomes(desk.ship("A10-preamble/merged.xlsx")) == ["shipped"]
    assert shipped(desk.company) == {"298": ["1ZD"]}


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\nOrder Number;Tracking Number\n1;T1\n",
        "\n\nLabels of today\n\nOrder Number|Tracking Number\n1|T1\n",
        '"Export","",""\r\n"Name","Order Number","Tracking Number"\r\n"Ana Brandt","1","T1"\r\n',
    ],
)
def test_other_preambles(desk, text):
    desk.orders(1)
    assert outcomes(desk.ship(text.encode())) == ["shipped"]
    assert shipped(desk.company) == {"1": ["T1"]}
