"""Whether a text has the form of a VAT number."""

import pytest

from core.vat_numbers import has_form_of_vat_number


@pytest.mark.parametrize(
    ("number", "country"),
    [
        ("DE136695976", "DE"),
        ("DE 136 695 976", ""),
        ("136695976", "DE"),
        ("ATU13585627", "AT"),
        ("GB980780684", "GB"),
        ("NO 995 525 828 MVA", "NO"),
        ("anything", "ZZ"),
        ("12345", ""),
    ],
)
def test_a_number_of_its_country_passes_and_so_does_what_nobody_knows(number, country):
    assert has_form_of_vat_number(number, country)


@pytest.mark.parametrize(
    ("number", "country"), [("DE123456789", "DE"), ("ATU1", "AT"), ("none", "DE"), ("VAT123", "US")]
)
def test_what_is_built_otherwise_does_not(number, country):
    assert has_form_of_vat_number(number, country) == (country == "US")
