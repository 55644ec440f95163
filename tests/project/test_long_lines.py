"""bin/long-lines, a step of bin/check."""

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]


def long_lines(*paths):
    return subprocess.run(
        [sys.executable, CHECKOUT / "bin/long-lines", *paths], capture_output=True, text=True
    )


def test_it_names_the_file_and_the_line_that_is_too_long(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("<p>short</p>\n" + "ä" * 141 + "\n")
    done = long_lines(page)
    assert done.returncode == 1
    assert f"{page}:2: 141 characters" in done.stderr


def test_the_limit_counts_characters_not_bytes(tmp_path):
    page = tmp_path / "page.html"
    page.write_text("ä" * 140 + "\n")
    assert long_lines(page).returncode == 0


def test_no_template_has_a_longer_line():
    done = long_lines()
    assert (done.returncode, done.stderr) == (0, "")
