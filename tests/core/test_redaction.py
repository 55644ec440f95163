"""Taking words out of texts."""

import pytest

from core.redaction import Redaction


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Mail to ana@example.com failed.", "Mail to [removed] failed."),
        ("BRANDT, Ana Brandt and brandt.", "[removed], [removed] and [removed]."),
        ("Brandtstedt stays, so does banana.", "Brandtstedt stays, so does banana."),
        ("Phone +1 (555) 0100!", "Phone [removed]!"),
    ],
)
def test_whole_words_go_whatever_their_capitals(text, left):
    words = ["Brandt", "Ana Brandt", "ana@example.com", "+1 (555) 0100", "Ana", ""]
    redaction = Redaction(words)
    assert redaction.text(text) == left
    assert redaction.finds(text) == (text != left)


def test_json_values_lose_their_texts_and_keep_their_keys():
    value = {"Brandt": [1, None, {"name": "Brandt"}], "n": True}
    clean = {"Brandt": [1, None, {"name": "[removed]"}], "n": True}
    assert Redaction(["Brandt"]).value(value) == clean


def test_without_words_nothing_goes():
    assert Redaction([]).text("Ana Brandt") == "Ana Brandt"
    assert not Redaction(["", "A"]).finds("A")
