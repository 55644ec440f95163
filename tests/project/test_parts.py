"""What every page has is written once, in core/templatetags/house.py and templates/parts."""

from pathlib import Path

import pytest

TEMPLATES = Path(__file__).parents[2] / "templates"
BY_HAND = {
    'class="page-head': "{% page_head %}",
    'class="crumbs': "{% breadcrumbs %}",
    'class="subtitle': "{% lead %}",
    'class="page-actions': "{% actions %}",
}


@pytest.mark.parametrize("markup", BY_HAND)
def test_no_page_writes_a_part_by_hand(markup):
    pages = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if markup in path.read_text()
    ]
    assert not pages, f"use {BY_HAND[markup]}"
