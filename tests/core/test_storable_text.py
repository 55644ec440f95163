"""Text that can be kept and shown."""

import pytest

from core.storable_text import storable, unescaped


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Ana", "Ana"),
        ("Line\nand\ttab", "Line\nand\ttab"),
        ("A\x00B", "A\N{REPLACEMENT CHARACTER}B"),
        ("half \ud83d", "half \N{REPLACEMENT CHARACTER}"),
        ("\U0001f600", "\U0001f600"),
    ],
)
def test_what_no_database_holds_is_replaced(text, kept):
    assert storable(text) == kept


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Tom &amp; Co", "Tom & Co"),
        ("&quot;Best&quot; &#039;n&#39; &#x27;more&#X27;", "\"Best\" 'n' 'more'"),
        ("&lt;b&gt;", "<b>"),
        ("&amp;lt;", "&lt;"),
        ("R&D, Fish &chips, A&reg B", "R&D, Fish &chips, A&reg B"),
        ("&unknown;", "&unknown;"),
        ("&#0;", "\N{REPLACEMENT CHARACTER}"),
        ("5 > 3 & 2 < 4", "5 > 3 & 2 < 4"),
    ],
)
def test_entities_are_unescaped_once(text, meant):
    assert unescaped(text) == meant
