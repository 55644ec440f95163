"""The commands that stand in README and docs, found by their fences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = [
    *sorted(CHECKOUT.glob("*.md")),
    CHECKOUT / "sandbox" / "README.md",
    *sorted((CHECKOUT / "docs").rglob("*.md")),
]
_SHELLS = ("bash", "sh", "shell", "console")
_FENCE = re.compile(r"^ *```(\w*) *\n(.*?)^ *``` *$", re.MULTILINE | re.DOTALL)
_MARKER = re.compile(r"<!-- cannot run in tests: ([^>]+?) -->\s*\Z")
# README keeps its commands as indented lines.
_INDENTED = re.compile(r"^    (bin/[^\n#]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Command:
    """What stands in one fence. `reason` says why it cannot run in tests; '' when it can."""

    page: str
    line: int
    text: str
    reason: str = ""

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def fenced(page: Path) -> Iterator[Command]:
    """The commands of a page that stand in fences for a shell."""
    source = page.read_text()
    for match in _FENCE.finditer(source):
        language, body = match.groups()
        if language not in _SHELLS:
            continue
        before = source[: match.start()]
        marker = _MARKER.search(before)
        yield Command(
            page=str(page.relative_to(CHECKOUT)),
            line=before.count("\n") + 1,
            text="\n".join(line.strip().removeprefix("$ ") for line in body.splitlines()),
            reason=marker.group(1).strip() if marker else "",
        )


def indented(page: Path) -> list[str]:
    """The commands of a page that stand as indented lines beginning with bin/."""
    return [text.strip() for text in _INDENTED.findall(page.read_text())]


ALL = [command for page in PAGES for command in fenced(page)]
RUNNABLE = [command for command in ALL if not command.reason]
NOT_RUNNABLE = [command for command in ALL if command.reason]
