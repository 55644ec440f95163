"""The kinds of filters: how each is read from an address, and which orders it leaves.

A filter's values are a tuple of texts; () means that it is not asked for. Whatever an address names
that is no value counts as not asked for.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from decimal import Decimal
from typing import ClassVar

from django.db.models import Q
from django.http import QueryDict
from django.utils import timezone

from core.numbers import whole_number
from orders.desk.filtering.days import CUSTOM, PRESETS, day, days_of, moments

Values = tuple[str, ...]
Choices = Sequence[tuple[str, str]]

LONGEST_TEXT = 200
MOST_VALUES = 1_000
_BETWEEN = re.compile(r"[\s,;]+")
_AN_AMOUNT = re.compile(r"[0-9]{1,11}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One filter. `name` is its word in the address, `label` what staff read.

    `is_default`: always shown, not only once it is added.
    """

    kind: ClassVar[str]
    name: str
    label: str
    is_default: bool = False
    hint: str = ""

    def read(self, query: QueryDict) -> Values:
        """The values that the address names."""
        raise NotImplementedError

    def narrow(self, values: Values, zone: tzinfo) -> Q:
        """The orders that fit `values`; days are those of `zone`."""
        raise NotImplementedError

    def pairs(self, values: Values) -> list[tuple[str, str]]:
        """The parameters of an address that `read` gives `values` for."""
        return [(self.name, value) for value in values]

    def in_words(self, values: Values, choices: Choices = ()) -> str:
        """The values as staff read them; `choices` are those that only the database knows."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceFilter(Filter):
    """Some of a list, OR-ed. `matching` gives the orders for values; else `field` has one of them.

    Without `choices` the database knows them, by id.
    """

    kind: ClassVar[str] = "choice"
    choices: Choices = ()
    field: str = ""
    matching: Callable[[Values], Q] | None = None

    def read(self, query: QueryDict) -> Values:
        named = dict.fromkeys(query.getlist(self.name))
        if self.choices:
            return tuple(value for value, _ in self.choices if value in named)
        return tuple(value for value in named if whole_number(value) is not None)[:MOST_VALUES]

    def narrow(self, values: Values, zone: tzinfo) -> Q:
        if self.matching:
            return self.matching(values)
        return Q(**{f"{self.field}__in": values})

    def in_words(self, values: Values, choices: Choices = ()) -> str:
        names = {str(value): str(label) for value, label in (self.choices or choices)}
        return " or ".join(names.get(value, value) for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class TickFilter(Filter):
    """Yes or no. `matching` gives the orders for yes, and those for no are the others."""

    kind: ClassVar[str] = "tick"
    matching: Callable[[], Q]
    yes: str = "Yes"
    no: str = "No"

    def read(self, query: QueryDict) -> Values:
        value = query.get(self.name, "")
        return (value,) if value in ("1", "0") else ()

    def narrow(self, values: Values, zone: tzinfo) -> Q:
        return self.matching() if values == ("1",) else ~self.matching()

    def in_words(self, values: Values, choices: Choices = ()) -> str:
        return self.yes if values == ("1",) else self.no


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFilter(Filter):
    """Some words."""

    kind: ClassVar[str] = "text"
    matching: Callable[[str], Q]

    def read(self, query: QueryDict) -> Values:
        # NUL is no text for PostgreSQL.
        text = query.get(self.name, "").replace("\0", "").strip()[:LONGEST_TEXT]
        return (text,) if text else ()

    def narrow(self, values: Values, zone: tzinfo) -> Q:
        return self.matching(values[0])

    def in_words(self, values: Values, choices: Choices = ()) -> str:
        return f"“{values[0]}”"


@dataclass(frozen=True, slots=True, kw_only=True)
class ListFilter(Filter):
    """A pasted list, OR-ed: what stands between spaces, commas or line breaks."""

    kind: ClassVar[str] = "list"
    matching: Callable[[Values], Q]
    only_numbers: bool = False

    def read(self, query: QueryDict) -> Values:
        text = " ".join(query.getlist(self.name)).replace("\0", "")
        found = [value for value in dict.fromkeys(_BETWEEN.split(text)) if value]
        if self.only_numbers:
            found = [value for value in found if whole_number(value) is not None]
        return tuple(found[:MOST_VALUES])

    def narrow(self, values: Values, zone: tzinfo) -> Q:
        return self.matching(values)

    def pairs(self, values: Values) -> list[tuple[str, str]]:
        return [(self.name, " ".join(values))] if values else []

    def in_words(self, values: Values, choices: Choices = ()) -> str:
        few = ", ".join(values[:3])
        return few if len(values) <= 3 else f"{few} and {len(values) - 3} more"


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysFilter(Filter):
    """A preset of days, or from-to: (preset,) or ("custom", from, to), '' for an open end.

    `matching` gives the orders for rows of something else whose `field` lies in these days.
    """

    kind: ClassVar[str] = "days"
    field: str
    matching: Callable[[Q], Q] | None = None

    def read(self, query: QueryDict) -> Values:
        preset = query.get(self.name, "")
        ends = [day(query.get(f"{self.name}_{end}", "")) for end in ("from", "to")]
        if preset == CUSTOM or (preset not in PRESETS and any(ends)):
            return (CUSTOM, *(str(end or "") for end in ends)) if any(ends) else ()
        return (preset,) if preset in PRESETS else ()

    def narrow(self, values: Values, zone: tzinfo) -> Q:
        if values[0] == CUSTOM:
            begin, end = moments(day(values[1]), day(values[2]), zone)
        else:
            today = timezone.now().astimezone(zone).date()
            begin, end = moments(*days_of(values[0], today), zone)
        fits = Q()
        if begin:
            fits &= Q(**{f"{self.field}__gte": begin})
        if end:
            fits &= Q(**{f"{self.field}__lt": end})
        return self.matching(fits) if self.matching else fits

    def pairs(self, values: Values) -> list[tuple[str, str]]:
        names = (self.name, f"{self.name}_from", f"{self.name}_to")
        return [(name, value) for name, value in zip(names, values, strict=False) if value]

    def in_words(self, values: Values, choices: Choices = ()) -> str:
        if values[0] != CUSTOM:
            return PRESETS[values[0]]
        first, last = values[1:]
        return f"{first or 'the beginning'} to {last or 'today'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFilter(Filter):
    """An amount from-to: (from, to) as plain decimals, '' for an open end. Both ends count."""

    kind: ClassVar[str] = "amount"
    field: str

    def read(self, query: QueryDict) -> Values:
        ends = tuple(_amount(query.get(f"{self.name}_{end}", "")) for end in ("from", "to"))
        return ends if any(ends) else ()

    def narrow(self, values: Values, zone: tzinfo) -> Q:
        fits = Q()
        if values[0]:
            fits &= Q(**{f"{self.field}__gte": Decimal(values[0])})
        if values[1]:
            fits &= Q(**{f"{self.field}__lte": Decimal(values[1])})
        return fits

    def pairs(self, values: Values) -> list[tuple[str, str]]:
        names = (f"{self.name}_from", f"{self.name}_to")
        return [(name, value) for name, value in zip(names, values, strict=True) if value]

    def in_words(self, values: Values, choices: Choices = ()) -> str:
        first, last = values
        if not last:
            return f"from {first}"
        return f"{first} to {last}" if first else f"up to {last}"


def _amount(text: str) -> str:
    """`text` as a plain decimal; '' for anything else. A comma may stand for the point."""
    plain = text.strip().replace(",", ".")
    return plain if _AN_AMOUNT.fullmatch(plain) else ""
