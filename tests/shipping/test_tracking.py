"""Tracking numbers against their carriers' forms."""

import pytest

from shipping.tracking import (
    NoTrackingNumber,
    clean_tracking_number,
    doubt,
    kept_number,
    tracking_numbers,
)


@pytest.mark.parametrize(
    ("carrier", "number"),
    [
        ("ups", "1Z999AA10123456784"),
        ("ups", "1z 999 aa1 01 2345 6784"),
        ("fedex", "986578788855"),
        ("usps", "9400111201080805483016"),
        ("usps", "RA123456785US"),
        ("dpd", "anything at all"),
        ("", "1Z999AA10123456784"),
        ("ups", ""),
    ],
)
def test_numbers_that_are_fine(carrier, number):
    assert doubt(carrier, number) == ""


@pytest.mark.parametrize(
    ("carrier", "number", "sentence"),
    [
        ("ups", "1Z999AA10123456785", "no UPS tracking number"),
        ("ups", "986578788855", "no UPS tracking number"),
        ("fedex", "98657878885", "no FedEx tracking number"),
        ("usps", "9400111201080805483017", "no USPS tracking number"),
        ("dhl", "1Z999AA10123456784", "a tracking number of UPS"),
    ],
)
def test_numbers_that_are_doubted(carrier, number, sentence):
    assert sentence in doubt(carrier, number)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1z 999 aa1 01 2345 6784", "1Z999AA10123456784"),
        ("'9400111202555842332669", "9400111202555842332669"),
        ('="9400111202555842332669"', "9400111202555842332669"),
        ("986578788855.0", "986578788855"),
        ("https://www.ups.com/track?tracknum=1Z999AA10123456784", "1Z999AA10123456784"),
        ("N/A", ""),
        ("pending", ""),
    ],
)
def test_a_number_is_kept_as_its_carrier_knows_it(text, number):
    assert clean_tracking_number(text) == number
    assert kept_number(text) == number


@pytest.mark.parametrize("text", ["9E+21", "9400111202555840000000", "https://x.example/here"])
def test_what_is_no_number_is_refused_unless_a_store_tells_it(text):
    with pytest.raises(NoTrackingNumber, match=r"\."):
        clean_tracking_number(text)
    assert kept_number(text) == text


@pytest.mark.parametrize(
    ("text", "number"),
    [("TA1, TA2", 2), ("9400 1112 0255 5842 3326 69", 1), ("A1;A1", 1), ("", 0), ("TA1\nTA2", 2)],
)
def test_several_numbers_in_one_cell(text, number):
    assert len(tracking_numbers(text)) == number
