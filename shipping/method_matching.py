"""When two website method names are the same. Pure."""

import html
import unicodedata

# As long as a name of the mapping can be; a longer one is compared by its beginning, so that a
# method of 255 characters, which a store allows, can be mapped.
LONGEST = 250


def normal_name(name: str) -> str:
    """`name` as it is compared: without case, entities, odd spaces and forms of the same letter.

    "Courier&nbsp;&amp; Post " and "courier & post" are the same method to a person.
    """
    plain = unicodedata.normalize("NFKC", html.unescape(html.unescape(name)))
    return " ".join(plain.casefold().split())[:LONGEST]
