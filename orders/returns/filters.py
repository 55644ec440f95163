"""The filters of Manage RMAs, read from the address: a link shows a colleague the same list."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q

from core.numbers import whole_numbers
from orders.models import Replacement, RmaApproval, RmaQuerySet, RmaReceived, RmaStatus
from settings.models import Company

Choices = Sequence[tuple[str, str]]

# Name in the address, label, choices; each is a column, or what the query adds as one.
_CHOICES: tuple[tuple[str, str, Choices], ...] = (
    ("status", "RMA Status", RmaStatus.choices),
    ("approval", "RMA Approval Status", RmaApproval.choices),
    ("received", "Received Status", RmaReceived.choices),
    ("replacement", "Replacement Status", Replacement.choices),
)
_TEXTS = (
    ("number", "RMA ID"),
    ("order", "Order ID / Channel #"),
    ("customer", "Customer"),
)
_COLUMNS = {"replacement": "replacement_status"}
_OF_CUSTOMER = ("first_name", "last_name", "company", "email")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownFilter:
    """A filter as the page shows it; without `choices` it is a text."""

    name: str
    label: str
    value: str
    choices: Choices = ()


class RmaFilters:
    """What narrows the list; what an address names that is no value counts as not asked for."""

    def __init__(self, query: Mapping[str, str], companies: Sequence[Company]) -> None:
        self._companies = [(str(company.pk), company.name) for company in companies]
        # NUL is no text for PostgreSQL.
        said = {name: text.replace("\0", "").strip()[:200] for name, text in query.items()}
        self._texts = {name: said.get(name, "") for name, _ in _TEXTS}
        lists = {name: choices for name, _, choices in _CHOICES} | {"company": self._companies}
        self._chosen = {
            name: said[name] for name, choices in lists.items() if said.get(name) in dict(choices)
        }

    @property
    def is_active(self) -> bool:
        """Whether anything narrows the list."""
        return bool(self._chosen) or any(self._texts.values())

    @property
    def shown(self) -> list[ShownFilter]:
        """The filters in the order of the page; that of companies only where there are several."""
        texts = [
            ShownFilter(name=name, label=label, value=self._texts[name]) for name, label in _TEXTS
        ]
        lists = [*_CHOICES]
        if len(self._companies) > 1:
            lists.append(("company", "Company", self._companies))
        return texts + [
            ShownFilter(name=name, label=label, value=self._chosen.get(name, ""), choices=choices)
            for name, label, choices in lists
        ]

    def apply(self, rmas: RmaQuerySet) -> RmaQuerySet:
        """The RMAs that fit, each with its replacement status."""
        found = rmas.with_replacement_status()
        for name, value in self._chosen.items():
            column = "order__company" if name == "company" else _COLUMNS.get(name, name)
            found = found.filter(**{column: value})
        if number := self._texts["number"]:
            # As it is typed, scanned from a slip (RMA# 12), or pasted from a column.
            found = found.filter(pk__in=whole_numbers(re.findall(r"\d+", number)))
        if order := self._texts["order"].lstrip("#"):
            ours = Q(order__in=whole_numbers([order]))
            found = found.filter(ours | Q(order__store_order_id=order))
        for word in self._texts["customer"].split():
            found = found.filter(_customer_has(word))
        return found


def _customer_has(word: str) -> Q:
    condition = Q()
    for column in _OF_CUSTOMER:
        condition |= Q(**{f"order__customer_{column}__icontains": word})
    return condition
