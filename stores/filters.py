"""The filters of Website updates."""

from collections.abc import Mapping
from dataclasses import dataclass

from stores.models import UNDELIVERED, ChangeKind, ChangeState, OutgoingChangeQuerySet


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingFilters:
    """What a person asks for; '' asks for everything. An unknown value asks for everything too."""

    company: str = ""
    state: str = ""
    kind: str = ""
    order: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "OutgoingFilters":
        """The filters that a query string names."""
        company, state, kind = (query.get(name, "") for name in ("company", "state", "kind"))
        return cls(
            company=company if company.isdecimal() and len(company) < 10 else "",
            state=state if state in (*ChangeState.values, "undelivered") else "",
            kind=kind if kind in ChangeKind.values else "",
            order=query.get("order", "").strip().lstrip("#")[:40],
        )

    @property
    def is_any(self) -> bool:
        """Whether anything is filtered."""
        return any((self.company, self.state, self.kind, self.order))

    def apply(self, changes: OutgoingChangeQuerySet) -> OutgoingChangeQuerySet:
        """`changes` that fit."""
        if self.company:
            changes = changes.filter(company=int(self.company))
        if self.state == "undelivered":
            changes = changes.filter(state__in=UNDELIVERED)
        elif self.state:
            changes = changes.filter(state=self.state)
        if self.kind:
            changes = changes.filter(kind=self.kind)
        if self.order:
            changes = changes.filter(store_order_id=self.order)
        return changes
