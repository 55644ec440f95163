"""Finding orders by words, wherever they stand: quick search.

Every word must be found. One of three letters and more may stand inside another word; a shorter one
must begin a word, since the index knows nothing shorter.
"""

from django.db.models import Func, Q, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from orders.models import OrderSearch

MOST_WORDS = 8
_SHORTEST_INSIDE = 3


def in_search(text: str) -> Q:
    """Orders in whose search text all words of `text` stand."""
    found = OrderSearch.objects.all()
    for word in text.split()[:MOST_WORDS]:
        beginning = "" if len(word) >= _SHORTEST_INSIDE else " "
        found = found.filter(text__contains=plain(Value(beginning + word)))
    return Q(pk__in=found.values("order"))


def plain(text: Combinable) -> Func:
    """Small and without accents, by the functions that wrote the search text."""
    return Func(Lower(text), function="unaccent", output_field=TextField())
