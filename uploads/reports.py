"""What a page says about an uploaded file, whatever its kind."""

from collections.abc import Sequence
from dataclasses import dataclass, field

# Thousands of lines on a page help nobody: the download has them all.
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """A number with its label; one that `is_bad` stands out unless it is 0."""

    label: str
    number: int
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class ReportCell:
    """A text of a table; with `url` it is a link."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """Lines of the file with what is to be said of each: a number of the file first.

    `is_folded` shows the title alone until a person opens it. `total` is how many rows there are
    where `rows` are the first of them.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[ReportCell]]
    help: str = ""
    is_folded: bool = False
    total: int = 0

    @property
    def shown(self) -> list[list[tuple[str, ReportCell]]]:
        """The first rows: each cell with its heading."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows[:MOST_SHOWN]]

    @property
    def hidden(self) -> int:
        """How many rows are not shown."""
        return max(self.total, len(self.rows)) - min(MOST_SHOWN, len(self.rows))


@dataclass(slots=True, kw_only=True)
class UploadReport:
    """What a file would do, or did. `remark` stands below the figures.

    `commit_label` is what the button says, '' when there is nothing to commit. `has_rows`: each
    line can be downloaded; `has_failed`: some of them failed.
    """

    title: str
    figures: list[ReportFigure] = field(default_factory=list)
    remark: str = ""
    tables: list[ReportTable] = field(default_factory=list)
    commit_label: str = ""
    has_rows: bool = False
    has_failed: bool = False


def problem_table(problems: Sequence[tuple[int, str]]) -> list[ReportTable]:
    """What is wrong, line by line; no table when nothing is."""
    rows = [[ReportCell(str(number)), ReportCell(sentence)] for number, sentence in problems]
    return [ReportTable(title="What is wrong", headings=("Line", "Problem"), rows=rows)][
        : len(rows)
    ]
