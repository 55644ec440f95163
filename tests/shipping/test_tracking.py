"""Tracking numbers against their carriers' forms."""

import pytest

from shipping.tracking import doubt


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
