"""docs/screens.md shows every screen, in the order in which the pictures are taken."""

import re

from tests.browser.screens import SCREENS
from tests.docs.commands import CHECKOUT

_SOURCE = (CHECKOUT / "docs" / "screens.md").read_text()


def test_every_screen_has_its_picture_and_none_is_shown_that_nobody_takes():
    shown = re.findall(r"\(screenshots/([\w-]+)-1440\.png\)", _SOURCE)
    assert shown == [screen.name for screen in SCREENS]


def test_every_screen_is_told_of_in_a_paragraph():
    sections = re.split(r"^### .+\n", _SOURCE, flags=re.MULTILINE)[1:]
    assert len(sections) == len(SCREENS)
    for section, screen in zip(sections, SCREENS, strict=True):
        words = section.partition("![")[0].split()
        assert len(words) >= 4, screen.name
