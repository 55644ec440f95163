"""Finding orders by words, wherever they stand: quick search.

Every word must be found. One of three letters and more may stand inside another word; a shorter one
must begin a word, since the index knows nothing shorter.
"""

import re
from itertools import pairwise

from django.db.models import Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex

from orders.models import OrderSearch

MOST_WORDS = 8
_SHORTEST_INSIDE = 3
_SHORTEST_TELLING = 5
_SIGN = re.compile(r"[\W_]")


def in_search(text: str) -> Q:
    """Orders in whose search text all words of `text` stand."""
    found = OrderSearch.objects.all()
    for word in text.split()[:MOST_WORDS]:
        beginning = "" if len(word) >= _SHORTEST_INSIDE else " "
        part = telling_part(word)
        found = found.filter(text__contains=plain(Value(beginning + part)))
        if part != word:
            place = StrIndex("text", plain(Value(word)))
            found = found.alias(place=place).filter(place__gt=0)
    return Q(pk__in=found.values("order"))


def telling_part(word: str) -> str:
    """The part of a word that the index is asked for; all of it where no part tells enough.

    What most SKUs begin with, or most e-mail addresses end with, stands in every order: the index
    would go through long lists to learn nothing. Of "SKU-00123" it is asked for "-00123", of
    "lee7401@example.com" for "lee7401@", signs included since they say where the part ends.
    """
    signs = [-1, *(sign.start() for sign in _SIGN.finditer(word)), len(word)]
    parts = [
        word[max(0, begin) : end + 1]
        for begin, end in pairwise(signs)
        if end - begin > _SHORTEST_TELLING and any(map(str.isdigit, word[begin + 1 : end]))
    ]
    if parts:
        return max(parts, key=len)
    name = word.partition("@")[0]
    return f"{name}@" if _SHORTEST_TELLING <= len(name) < len(word) else word


def plain(text: Combinable) -> Func:
    """Small and without accents, by the function that wrote the search text."""
    return Func(text, function="search_form", output_field=TextField())
