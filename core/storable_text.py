"""Text that every part of the application can keep and show."""

import html
import re

# What the database cannot hold as text: no character (NUL), and halves of characters.
_NOT_TEXT = dict.fromkeys([0, *range(0xD800, 0xE000)], "\N{REPLACEMENT CHARACTER}")

# Only with a semicolon: "R&D" and "Fish &chips" mean what they say.
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")


def storable(text: str) -> str:
    """`text` without what the database cannot hold."""
    return text if text.isprintable() else text.translate(_NOT_TEXT)


def unescaped(text: str) -> str:
    """`text` with HTML entities (`&amp;`, `&quot;`, `&#039;`) as the characters they mean, once."""
    if "&" not in text:
        return text
    return storable(_ENTITY.sub(lambda entity: html.unescape(entity[0]), text))
