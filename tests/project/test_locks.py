"""The locks pin, with hashes, exactly what the ranges in requirements*.txt ask for."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parents[2]
RANGES = sorted(CHECKOUT.glob("requirements*.txt"))
_PIN = re.compile(r"^(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<version>[^\s;]+)")


@dataclass(slots=True)
class Pin:
    """One package of a lock. `wanted_by` names the files of ranges that ask for it themselves."""

    versions: set[str]
    hashes: int
    wanted_by: set[str]


def ranges(file: Path) -> dict[str, Requirement]:
    """What a file asks for, with the files that it includes, by canonical name."""
    found: dict[str, Requirement] = {}
    for line in file.read_text().splitlines():
        text = line.partition("#")[0].strip()
        if text.startswith("-r "):
            found |= ranges(file.parent / text[3:])
        elif text:
            asked = Requirement(text)
            found[canonicalize_name(asked.name)] = asked
    return found


def pins(lock: Path) -> dict[str, Pin]:
    """What a lock pins, by canonical name."""
    found: dict[str, Pin] = {}
    current = Pin(set(), 0, set())
    for line in lock.read_text().splitlines():
        if begun := _PIN.match(line):
            current = found.setdefault(canonicalize_name(begun["name"]), Pin(set(), 0, set()))
            current.versions.add(begun["version"])
        elif "--hash=sha256:" in line:
            current.hashes += 1
        elif wanted := re.search(r"-r (requirements[\w-]*\.txt)", line):
            current.wanted_by.add(wanted[1])
    return found


def behind(file: Path) -> list[str]:
    """In which ways the lock of `file` does not fit it any more."""
    asked, pinned = ranges(file), pins(file.with_suffix(".lock"))
    wrong = [f"{name} is not pinned" for name in asked if name not in pinned]
    for name, pin in pinned.items():
        if pin.wanted_by and name not in asked:
            wrong.append(f"{name} is pinned, but nobody asks for it any more")
        elif name in asked:
            outside = [one for one in pin.versions if one not in asked[name].specifier]
            wrong += [f"{name} {one} is outside of {asked[name].specifier}" for one in outside]
    return wrong


@pytest.mark.parametrize("file", RANGES, ids=lambda file: file.name)
def test_the_lock_is_not_behind_the_ranges(file):
    assert behind(file) == [], "Run bin/lock."


@pytest.mark.parametrize("file", RANGES, ids=lambda file: file.name)
def test_every_pin_has_hashes_and_no_file_names_a_host(file):
    lock = file.with_suffix(".lock")
    assert [name for name, pin in pins(lock).items() if not pin.hashes] == []
    assert not re.search(r"://|--(extra-)?index-url|--find-links", lock.read_text())


def test_all_locks_take_the_same_versions():
    largest = pins(CHECKOUT / "requirements-dev.lock")
    for file in RANGES:
        for name, pin in pins(file.with_suffix(".lock")).items():
            assert pin.versions <= largest[name].versions, f"{file.stem}: {name}"


def test_a_lock_that_is_behind_is_seen(tmp_path: Path):
    (tmp_path / "requirements.txt").write_text("django>=5.2,<5.3 # web\nnewcomer>=1,<2 # new\n")
    (tmp_path / "requirements.lock").write_text(
        "django==5.1 \\\n    --hash=sha256:0\n    # via -r requirements.txt\n"
        "gone==1.0 \\\n    --hash=sha256:0\n    # via -r requirements.txt\n"
    )
    assert behind(tmp_path / "requirements.txt") == [
        "newcomer is not pinned",
        "django 5.1 is outside of <5.3,>=5.2",
        "gone is pinned, but nobody asks for it any more",
    ]
