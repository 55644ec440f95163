"""An erased person is found nowhere, however the name was typed."""

import unicodedata

import pytest

from core.redaction import Redaction

NAME = "Müller"
APART = unicodedata.normalize("NFD", NAME)


@pytest.mark.parametrize("stored", [NAME, APART])
@pytest.mark.parametrize("text", [NAME, APART, NAME.upper(), APART.upper(), f"({APART})"])
def test_letters_with_signs_go_in_both_ways_of_writing(stored, text):
    redaction = Redaction([stored])
    assert redaction.finds(text)
    assert redaction.text(text).strip("()") == "[removed]"
    assert {NAME, APART} <= redaction.forms


@pytest.mark.parametrize("text", ["Mu\u0308llerin", "Mullers", "M\u00fcller\u0301"])
def test_other_words_stay(text):
    assert Redaction([NAME]).text(text) == text


@pytest.mark.parametrize("name", ["Ng", "Li", "An", "Ana", "Ög"])
def test_short_names_go_where_they_are_written_as_names(name):
    redaction = Redaction([name])
    assert redaction.text(f"For {name}, {name.upper()}.") == "For [removed], [removed]."
    assert redaction.text("an angel lives on liquor") == "an angel lives on liquor"


def test_a_short_name_in_small_letters_goes_as_it_was_typed():
    assert (
        Redaction(["ng"]).text("for ng and Ng and song") == "for [removed] and [removed] and song"
    )
