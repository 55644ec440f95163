"""What docs/house.md and the glossary name is there."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
_NAMED = re.compile(r"`([\w/.-]+(?:\.py|/))`")


def everything() -> set[str]:
    """Every file and folder of the code, as a path that begins with a slash."""
    rooms = [one for one in CHECKOUT.iterdir() if one.is_dir() and not one.name.startswith(".")]
    found = {f"/{room.name}/" for room in rooms}
    for room in rooms:
        for path in room.rglob("*"):
            name = str(path.relative_to(CHECKOUT))
            found.add(f"/{name}/" if path.is_dir() else f"/{name}")
    return found


@pytest.mark.parametrize("page", ["docs/house.md", "docs/glossary.md", "CONTRIBUTING.md"])
def test_every_file_and_folder_that_is_named_is_there(page):
    there = everything()
    named = set(_NAMED.findall((CHECKOUT / page).read_text()))
    missing = [name for name in named if not any(path.endswith(f"/{name}") for path in there)]
    assert missing == []


def test_every_room_has_its_line():
    text = (CHECKOUT / "docs" / "house.md").read_text()
    rooms = {path.parent.name for path in CHECKOUT.glob("*/__init__.py")} - {"tests"}
    inner = {path.parent.name for path in CHECKOUT.glob("orders/*/__init__.py")}
    inner -= {"management", "migrations", "templatetags"}
    for room in rooms | inner:
        assert re.search(rf"^\| `{room}/` \|", text, re.MULTILINE), room
