"""When two website method names are the same. Pure."""

import html
import unicodedata

# What the column holds and its unique index takes; a longer name is compared by its beginning.
LONGEST = 500


def normal_name(name: str) -> str:
    """`name` as it is compared: without case, entities, odd spaces and forms of the same letter.

    "Courier&nbsp;&amp; Post " and "courier & post" are the same method to a person.
    """
    plain = unicodedata.normalize("NFKC", html.unescape(html.unescape(name)))
    return " ".join(plain.casefold().split())[:LONGEST]
