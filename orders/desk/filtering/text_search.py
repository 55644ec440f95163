"""Finding orders by words, wherever they stand: quick search.

Every word must be found. One of three letters and more may stand inside another word; a shorter one
must begin a word, since the index knows nothing shorter. A whole SKU means that SKU alone.
"""

import re
from collections.abc import Iterable
from functools import reduce
from itertools import pairwise
from operator import or_

from django.db.models import Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import StrIndex

from core.clean_text import clean
from orders.models import OrderLine, OrderSearch

MOST_WORDS = 8
_SHORTEST_INSIDE = 3
_SHORTEST_TELLING = 5
_SHORTEST_PHONE = 7
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


def by_words(text: str) -> Q:
    """Quick search: as `in_search`, but a word that is just the SKU of some line means that SKU.

    A number is found in whatever groups it is typed: see `joined_number`.
    """
    text = " ".join(word.lstrip("#") or word for word in clean(text).split())
    number = joined_number(text)
    return _by_words(text) | in_search(number) if number else _by_words(text)


def joined_number(text: str) -> str:
    """`text` as one number, where it is one in groups; '' where it is none.

    (555) 100-0019 and 001 555 100 0019 are digits of a phone number, 1Z 999 AA1 01 2345 6784 is a
    tracking number as it is printed.
    """
    digits = "".join(filter(str.isdigit, text))
    if re.fullmatch(r"[\d\s()+./-]+", text) and len(digits) >= _SHORTEST_PHONE:
        joined = re.sub(r"^00", "", digits)
    else:
        words = text.split()
        is_printed = len(words) > 1 and all(word.isalnum() and len(word) <= 6 for word in words)
        joined = "".join(words) if is_printed and len(digits) >= _SHORTEST_PHONE else ""
    return "" if joined == text else joined


def _by_words(text: str) -> Q:
    words, found = text.split()[:MOST_WORDS], Q()
    skus = [word for word in words if _can_be_sku(word) and has_line(word)]
    for sku in skus:
        found &= with_sku([sku])
    others = [word for word in words if word not in skus]
    return found & in_search(" ".join(others)) if others else found


def with_sku(skus: Iterable[str]) -> Q:
    """Orders with a line of just one of these SKUs; small and capital letters are the same."""
    lines = OrderLine.objects.filter(reduce(or_, (Q(sku__iexact=sku) for sku in skus)))
    return Q(pk__in=lines.order_by().values("order"))


def has_line(sku: str) -> bool:
    """Whether any line has just this SKU. One statement, by an index."""
    return OrderLine.objects.filter(sku__iexact=sku).exists()


def _can_be_sku(word: str) -> bool:
    # Digits alone are numbers of orders, letters alone are names.
    return len(word) >= _SHORTEST_TELLING and not word.isdigit() and not word.isalpha()


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
