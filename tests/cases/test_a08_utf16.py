"""Unicode text of Excel: UTF-16 with tabs, with and without its mark."""

import pytest

from tests.cases.doors import outcomes, shipped


def test_with_and_without_the_mark(desk):
    desk.orders(293, 294)
    assert outcomes(desk.ship("A08-utf16/u16.txt")) == ["shipped"]
    assert outcomes(desk.ship("A08-utf16/u16nobom.txt")) == ["shipped"]
    assert shipped(desk.company) == {
        "293": ["00340434161094015902"],
        "294": ["00340434161094015919"],
    }


@pytest.mark.parametrize("encoding", ["utf-16-be", "utf-8-sig", "utf-32"])
def test_the_other_forms_of_unicode(desk, encoding):
    desk.orders(1)
    text = "Order Number\tTracking Number\n1\tT1\n".encode(encoding)
    assert outcomes(desk.ship(text)) == ["shipped"]
