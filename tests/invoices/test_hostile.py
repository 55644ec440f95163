"""Templates that mean harm, or run wild, end in a sentence within their limits."""

from io import BytesIO

import pypdf
import pytest

from invoices import press
from invoices.press import Press
from invoices.renderers.task import (
    CannotDraw,
    ChannelSpecific,
    Drawn,
    Failed,
    Plugin,
    Task,
)
from tests.invoices.a_document import a_document

BOMB = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
)


def drawn(html: str, css: str = "", **assets: bytes) -> Drawn:
    renderer = ChannelSpecific(html, css)
    return press.draw_one(Task(document=a_document(), renderer=renderer, assets=assets))


@pytest.mark.parametrize(
    ("html", "css", "sentence"),
    [
        ("<img src='file:///etc/passwd'>", "", "neither files nor the network"),
        ("<img src='http://127.0.0.1:9/x.png'>", "", "neither files nor the network"),
        ("<link rel=attachment href='file:///etc/passwd'>", "", "neither files nor the network"),
        ("<link rel=stylesheet href='http://127.0.0.1:9/'>", "", "neither files nor the network"),
        ("<p>", "@import 'file:///etc/passwd';", "neither files nor the network"),
        ("<p>", "p { background: url(file:///etc/passwd) }", "neither files nor the network"),
        ("<img src='asset:owl'>", "", "There is no picture “owl”"),
        ("{{ ''.__class__.__mro__ }}", "", "may not do this in line 1"),
        ("{{ lines.append(1) }}", "", "may not do this in line 1"),
        ("{{ words|attr('__init__') }}", "", "may not do this|undefined"),
        ("{% include '/etc/passwd' %}", "", "The template has a mistake"),
        ("<p>\n{% for line in lines %}", "", "Line 2 of the template"),
        ("<p>\n\n{{ totl }}", "", "mistake in line 3: 'totl' is undefined"),
        ("{{ 'a' * 2000000000 }}", "", "memory"),
        ("{% for n in range(99999) %}<p>{{ 'x' * 99 }}</p>{% endfor %}", "", "that is too long"),
    ],
)
def test_it_is_refused_with_a_sentence(html, css, sentence):
    with pytest.raises(CannotDraw, match=sentence):
        drawn(html, css)


@pytest.mark.parametrize(
    "html",
    [
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% for n in range(10000) %}<p style='break-after: page'>x</p>{% endfor %}",
    ],
)
def test_what_runs_wild_is_stopped(html):
    task = Task(document=a_document(), renderer=ChannelSpecific(html, ""))
    with Press[int](1, seconds=3) as small:
        ((_, outcome),) = small.draw_all([(1, task)])
    assert isinstance(outcome, Failed)
    assert "longer than 3 seconds" in outcome.sentence or "pages" in outcome.sentence


def test_billion_laughs_in_a_picture_are_not_laughed():
    svg = f'<?xml version="1.0"?><!DOCTYPE svg [{BOMB}]><svg xmlns="http://www.w3.org/2000/svg">'
    picture = f"{svg}<text>&l9;</text></svg>".encode()
    try:
        pdf = drawn("<p>here</p><img src='asset:bomb'>", bomb=picture).pdf
    except CannotDraw:
        return
    assert len(pdf) < 100_000


def test_a_plugin_that_crashes_hurts_no_other_document():
    good = Task(document=a_document(), renderer=ChannelSpecific("<p>{{ number }}", ""))
    bad = Task(document=a_document(), renderer=Plugin("os.abort"))
    with Press[int](2) as both:
        outcomes = dict(both.draw_all(enumerate([good, bad, good])))
    assert isinstance(outcomes[1], Failed)
    for place in (0, 2):
        outcome = outcomes[place]
        assert isinstance(outcome, Drawn)
        text = pypdf.PdfReader(BytesIO(outcome.pdf)).pages[0].extract_text()
        assert "2026-000001" in text


def test_a_process_of_the_press_knows_no_secret():
    html = "<p>{{ number }}"
    assert drawn(html).pdf.startswith(b"%PDF")
    (worker,) = press._press_of_one._idle
    with open(f"/proc/{worker.process.pid}/environ", "rb") as file:
        environment = file.read()
    for name in (b"SECRET_KEY", b"DATABASE_URL", b"FIELD_ENCRYPTION_KEYS"):
        assert name not in environment
