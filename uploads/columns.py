"""Which column of a file is what: by the words of its heading, or as a person chose before."""

from collections.abc import Mapping, Sequence

from core.plain_text import normal_heading, plain
from settings.models import Company
from uploads.models import ColumnProfile


def guess(
    headings: Sequence[str],
    words: Mapping[str, Sequence[str]],
    remembered: Mapping[str, str] | None = None,
) -> dict[str, int]:
    """Which place each column has: as it was the last time, else by the words of its heading.

    `words` are the known headings by column, in the form of `plain`, the likeliest first;
    `remembered` are headings by column. Columns that are not there are left out.
    """
    places: dict[str, int] = {}
    by_heading = {normal_heading(text): place for place, text in reversed([*enumerate(headings)])}
    for column, heading in (remembered or {}).items():
        if column in words and normal_heading(heading) in by_heading:
            places[column] = by_heading[normal_heading(heading)]
    plain_headings = [plain(heading) for heading in headings]
    for column in words:
        if column in places:
            continue
        free = [place for place in range(len(headings)) if place not in places.values()]
        known = [at for word in words[column] for at in free if plain_headings[at] == word]
        if known:
            places[column] = known[0]
    return places


def cells_by_column(cells: Sequence[str], places: Mapping[str, int]) -> dict[str, str]:
    """The cells of a line by column; '' where the line is too short."""
    return {name: cells[at].strip() if at < len(cells) else "" for name, at in places.items()}


def profiles_of(company: Company, kind: str) -> list[ColumnProfile]:
    """The company's profiles for a kind of file, the last used first."""
    return list(ColumnProfile.objects.filter(company=company, kind=kind))


def recognised(profiles: Sequence[ColumnProfile], headings: Sequence[str]) -> ColumnProfile | None:
    """The profile whose headings the file has, all of them; of several the one that says most."""
    there = {normal_heading(heading) for heading in headings}
    fitting = [
        profile
        for profile in profiles
        if {normal_heading(text) for text in profile.headings.values()} <= there
    ]
    return max(fitting, key=lambda one: (len(one.headings), one.used_at), default=None)


def remember(
    company: Company, kind: str, name: str, headings: Sequence[str], places: Mapping[str, int]
) -> None:
    """Keep a choice of columns by heading, so that the next file finds them wherever they stand."""
    ColumnProfile.objects.update_or_create(
        company=company,
        kind=kind,
        name=name[:80],
        defaults={"headings": {column: headings[place] for column, place in places.items()}},
    )
