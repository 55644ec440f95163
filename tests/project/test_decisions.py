"""Each decision says when it was made and whether it holds, and stands in the index."""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "decisions"
_HEAD = re.compile(r"# (\d+)\. (.+)\n\nDate: (\d{4}-\d\d-\d\d)\. Status: (.+)\.\n")
_ROW = re.compile(r"^\| (\d+) \| \[(.+)\]\((.+\.md)\) \| (\d{4}-\d\d-\d\d) \| ", re.MULTILINE)


def test_the_index_lists_every_decision_with_its_title_and_date():
    wanted = set()
    for file in FOLDER.glob("0*.md"):
        head = _HEAD.match(file.read_text())
        assert head, f"{file.name} does not begin with its title, date and status."
        assert file.name.startswith(f"{int(head[1]):04}-")
        wanted.add((head[1], head[2], file.name, head[3]))
    assert set(_ROW.findall((FOLDER / "README.md").read_text())) == wanted


def test_the_index_explains_the_numbers_that_are_missing():
    text = (FOLDER / "README.md").read_text()
    listed = {int(row[0]) for row in _ROW.findall(text)}
    explained: set[int] = set()
    gaps = re.search(r"none was taken away: ([^.]+)\.", text)
    for first, last in re.findall(r"(\d+)(?: to (\d+))?", gaps[1] if gaps else ""):
        explained |= set(range(int(first), int(last or first) + 1))
    missing = set(range(1, max(listed))) - listed
    assert missing <= explained
