"""What an import is asked to look at: everything new, some orders by number, or some days."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

# The word of jobs that were submitted by older releases, and still wait or are run again.
_REWRITES = "anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportScope:
    """What to look at. `numbers` are store order numbers; `days` are a first and a last day.

    With neither, everything that is new. At most one of the two is given. With
    `rewrites_unchanged` known orders are written also when the store says nothing new, to mend what
    went wrong here.
    """

    numbers: tuple[str, ...] = ()
    days: tuple[date, date] | None = None
    rewrites_unchanged: bool = False

    @property
    def is_everything_new(self) -> bool:
        """Whether nothing particular was asked for."""
        return not self.numbers and self.days is None

    def as_parameters(self) -> dict[str, Any]:
        """As it is kept on the job."""
        parameters: dict[str, Any] = {_REWRITES: True} if self.rewrites_unchanged else {}
        if self.numbers:
            parameters["numbers"] = list(self.numbers)
        if self.days:
            parameters["days"] = [day.isoformat() for day in self.days]
        return parameters

    @classmethod
    def of(cls, parameters: dict[str, Any]) -> "ImportScope":
        """What `as_parameters` gave."""
        rewrites = bool(parameters.get(_REWRITES))
        if "days" in parameters:
            first, last = (date.fromisoformat(day) for day in parameters["days"])
            return cls(days=(first, last), rewrites_unchanged=rewrites)
        return cls(numbers=tuple(parameters.get("numbers", ())), rewrites_unchanged=rewrites)

    def moments(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """The days' first and last second in `zone`. Raises `ValueError` without days."""
        if self.days is None:
            raise ValueError("No days were asked for.")
        first, last = self.days
        after = datetime.combine(last + timedelta(days=1), time(), zone)
        return datetime.combine(first, time(), zone), after - timedelta(seconds=1)

    def __str__(self) -> str:
        if self.numbers:
            return f"{len(self.numbers)} order number" + ("s" if len(self.numbers) > 1 else "")
        if self.days:
            return f"orders placed from {self.days[0]} to {self.days[1]}"
        return "everything new"


EVERYTHING_NEW = ImportScope()
