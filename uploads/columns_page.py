"""What the page shows that asks which column of a file is what, and how it was read."""

from collections.abc import Mapping
from typing import Any

from core.tables.encodings import CHOICES
from uploads.columns import profiles_of, recognised
from uploads.kinds import UploadKind

SAMPLE_LINES = 4


def columns_page(
    kind: UploadKind[Any], upload: Any, columns: Mapping[str, int], problem: str
) -> dict[str, Any]:
    """The context of the page, with `columns` chosen and what is wrong with them."""
    places = list(enumerate(upload.headings))
    headings = [(place, heading or f"Column {place + 1}") for place, heading in places]
    samples = _samples(upload, len(headings))
    profiles = profiles_of(upload.company, kind.name)
    known = recognised(profiles, upload.headings)
    encoding = upload.reading.get("encoding", "")
    return {
        "asks_columns": True,
        "headings": headings,
        "columns": [
            (value, label, columns.get(value), samples.get(columns.get(value, -1), ""))
            for value, label in kind.columns.choices
        ],
        "choices": [
            (name, label, values.choices, upload.reading.get(name, ""))
            for name, (label, values) in kind.choices.items()
        ],
        "profiles": profiles,
        "profile": known.name if known else "",
        "problem": problem or kind.why_not_columns(columns),
        "letters": CHOICES.get(encoding, ""),
        "encodings": CHOICES.items() if encoding else (),
    }


def _samples(upload: Any, width: int) -> dict[int, str]:
    """The first cells of each column."""
    lines = [cells for _, cells in upload.lines[:SAMPLE_LINES]]
    return {
        place: ", ".join(cells[place] for cells in lines if place < len(cells) and cells[place])
        for place in range(width)
    }
