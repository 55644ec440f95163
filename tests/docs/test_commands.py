"""Every command in README and docs is run; those that cannot be say why, and are listed here."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from embedded.postgres import BINARIES
from tests.docs.commands import CHECKOUT, NOT_RUNNABLE, PAGES, RUNNABLE, Command, indented
from tests.operations.conftest import database_url

# Why each command of README is not run from here, by its first words.
README = {
    "bin/demo": "runs until Ctrl-C; tests/flows/test_demo.py starts and stops it",
    "bin/test": "is this very run",
    "bin/check": "CI runs it just before the tests",
    "bin/lock": "asks the package index; tests/project/test_locks.py looks at what it wrote",
    "bin/figures": "tests/project/test_names.py asks the same functions",
    "bin/manage": "wants a running bin/demo",
    "bin/bench": "measures for minutes; tests/faults/ runs one in small",
}

# Every fence that is not run: whoever adds one sees it here.
LISTED = {
    "docs/operations.md": 6,
    "docs/upgrading.md": 1,
    "docs/first-hour.md": 3,
}


_ASYNC = "DJANGO_ALLOW_ASYNC_UNSAFE"


@pytest.mark.parametrize("command", RUNNABLE, ids=str)
def test_the_command_works_as_it_stands(command: Command, transactional_db, tmp_path: Path):
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command.text],
        cwd=CHECKOUT,
        env={
            # Browser tests set it for this whole process; no production environment has it.
            **{name: value for name, value in os.environ.items() if name != _ASYNC},
            "DATABASE_URL": database_url(),
            "PATH": f"{Path(sys.executable).parent}:{BINARIES}:{os.environ['PATH']}",
            "BACKUPS": str(tmp_path),
            "HTTPS_ONLY": "true",
            "SECRET_KEY": "kept-long-for-the-check-of-a-production-environment-0123456789",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command.text}\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"


def test_there_are_commands_to_run():
    assert len(RUNNABLE) >= 6


def test_what_is_not_run_says_why_and_is_listed():
    assert all(len(command.reason) > 10 for command in NOT_RUNNABLE)
    found: dict[str, int] = {}
    for command in NOT_RUNNABLE:
        found[command.page] = found.get(command.page, 0) + 1
    assert found == LISTED, [f"{one}: {one.reason}" for one in NOT_RUNNABLE]


def test_the_commands_of_readme_are_doors_that_exist():
    pages = (CHECKOUT / "README.md", CHECKOUT / "CONTRIBUTING.md")
    for text in (text for page in pages for text in indented(page)):
        door = text.split()[0]
        assert door in README, f"Say in this test why {text} is not run."
        assert os.access(CHECKOUT / door, os.X_OK), door
    named = re.findall(r"bin/bench (\w+)", "".join(page.read_text() for page in PAGES))
    cases = re.findall(r"^    (\w+)\) exec", (CHECKOUT / "bin" / "bench").read_text(), re.MULTILINE)
    assert named
    assert set(named) <= set(cases)


def test_links_between_pages_lead_somewhere():
    broken = [
        f"{page.relative_to(CHECKOUT)}: {target}"
        for page in PAGES
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text())
        if "screenshots/" not in target and not (page.parent / target).exists()
    ]
    assert broken == []
