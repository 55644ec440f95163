"""Any file is a table or a sentence, in bounded time."""

import csv
import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clean_text import clean, why_rounded
from core.tables import Table, UnreadableTable, read_table
from core.tables.encodings import CHOICES

KNOWN = {"ordernumber", "trackingnumber"}
MOST = 50
SECONDS = 5

texts = st.text(st.characters(codec="utf-8"), max_size=20)
tables = st.lists(st.lists(texts, max_size=6), max_size=12)


def table_or_sentence(content: bytes, name: str = "a.csv") -> Table | str:
    begun = time.process_time()
    try:
        found: Table | str = read_table(content, name, most_lines=MOST, known=KNOWN)
    except UnreadableTable as sentence:
        found = str(sentence)
    assert time.process_time() - begun < SECONDS
    return found


@given(st.binary(max_size=400).filter(lambda content: not content.startswith(b"PK")))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_a_table_or_a_sentence(content):
    found = table_or_sentence(content)
    assert found.endswith(".") if isinstance(found, str) else found.lines


@given(tables, st.sampled_from([*CHOICES, "utf-16", "utf-8-sig"]), st.sampled_from(",;\t|"))
@settings(max_examples=150, deadline=None)
def test_any_rows_below_known_headings_are_a_table_or_a_sentence(rows, encoding, delimiter):
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerows([["Order Number", "Tracking Number"], *rows])
    found = table_or_sentence(text.getvalue().encode(encoding, errors="replace"))
    if not isinstance(found, str):
        assert all(len(cells) <= len(found.headings) for _, cells in found.lines)


@given(st.binary(max_size=300))
@settings(max_examples=8, deadline=None)
def test_any_broken_archive_is_a_sentence(content):
    assert isinstance(table_or_sentence(b"PK\x03\x04" + content, "a.xlsx"), str)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_although_another_stands_in_cells(delimiter):
    text = delimiter.join(["Order Number", "Note", "Tracking Number"]) + "\n"
    text += delimiter.join(["1", '"a, b; c | d"', "T1"]) + "\n"
    found = read_table(text.encode(), "a.csv", most_lines=9, known=KNOWN)
    assert found.lines == [(2, ["1", "a, b; c | d", "T1"])]


def test_a_column_without_heading_is_kept():
    found = read_table(b"Order Number,Tracking Number\n1,T1,more\n", "a.csv", most_lines=9)
    assert found.headings == ["Order Number", "Tracking Number", ""]
    assert found.lines == [(2, ["1", "T1", "more"])]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("'9400", "9400"),
        ('="9400"', "9400"),
        ("ＡＢ１", "AB1"),
        ("\u200e1Z\u200b9\ufeff", "1Z9"),
        ("a\u00a0 b", "a b"),
        ("", ""),
    ],
)
def test_texts_are_freed_from_what_programs_put_round_them(text, plain):
    assert clean(text) == plain


@pytest.mark.parametrize("text", ["9E+21", "9.4E21", "9,4e+21"])
def test_a_rounded_number_is_known(text):
    assert "Format the column as text" in why_rounded(text)


@pytest.mark.parametrize("text", ["9E5A", "1Z999", "12345", "E21"])
def test_other_texts_are_not_rounded(text):
    assert why_rounded(text) == ""
