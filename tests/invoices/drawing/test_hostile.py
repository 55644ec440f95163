"""Templates that mean harm, or run wild, end in a sentence within their limits."""

import base64
import struct
import zlib
from io import BytesIO

import pypdf
import pytest

from invoices.drawing import pdf_workers as workers
from invoices.drawing.pdf_workers import PdfWorkers
from invoices.drawing.renderers import channel_specific
from invoices.drawing.renderers.task import (
    CannotDraw,
    ChannelSpecific,
    DrawingFailure,
    DrawingTask,
    DrawnPdf,
    Plugin,
)
from tests.invoices.a_document import a_document

BOMB = "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' if n else '<!ENTITY l0 "lol">' for n in range(10)
)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).strip()


def drawn(html: str, css: str = "", **assets: bytes) -> DrawnPdf:
    renderer = ChannelSpecific(html, css)
    return workers.draw_one(DrawingTask(document=a_document(), renderer=renderer, assets=assets))


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
        ("<p>\n\n{{ totl }}", "", r"mistake in line 3 \(“{{ totl }}”\): 'totl' is"),
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
    task = DrawingTask(document=a_document(), renderer=ChannelSpecific(html, ""))
    with PdfWorkers[int](1, seconds=3) as small:
        ((_, outcome),) = small.draw_all([(1, task)])
    assert isinstance(outcome, DrawingFailure)
    assert "longer than 3 seconds" in outcome.sentence or "pages" in outcome.sentence


@pytest.mark.parametrize(
    "source",
    [
        # Django's template language, which is not spoken here
        "{% load static %}",
        "{% debug %}",
        "{% ssi /etc/passwd %}",
        "{{ settings.SECRET_KEY }}",
        "{{ request.user.password }}",
        "{{ order.company.connection.api_key }}",
        # Jinja's ways out of its sandbox
        "{{ number.__class__.__base__.__subclasses__() }}",
        "{{ number|attr('__class__') }}",
        "{{ '{0.__class__.__mro__}'.format(number) }}",
        "{{ '{x.__class__}'.format_map({'x': number}) }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__ }}",
        "{{ namespace.__init__.__globals__ }}",
        "{{ self.__init__.__globals__ }}",
        "{% import 'os' as os %}",
        "{% for n in range(10 ** 9) %}{% endfor %}",
        # What the page would fetch
        "<base href='file:///etc/'><img src='passwd'>",
        "<style>@font-face { font-family: x; src: url(file:///etc/passwd) } p { font-family: x }"
        "</style><p>x",
        "<style>p::before { content: url(http://127.0.0.1:9/) }</style><p>x",
        "<object data='file:///etc/passwd'></object>",
        "<embed src='http://127.0.0.1:9/'>",
        "<link rel='stylesheet' href='file:///etc/passwd'>",
    ],
)
def test_what_tries_to_get_out_is_refused(source):
    with pytest.raises(CannotDraw):
        channel_specific.draw(a_document(), {}, source, "")


def test_attributes_of_items_are_not_reached_by_filters():
    html = "<p>{{ lines|map(attribute='__class__')|list }}"
    text = text_of(channel_specific.draw(a_document(), {}, html, "").pdf)
    assert text == "[Undefined, Undefined]"


def bomb(side: int) -> bytes:
    """A PNG of a few hundred bytes that says it has `side` x `side` dots."""

    def part(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    dots = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", dots) + part(b"IEND", b"")


@pytest.mark.parametrize("side", [9_000, 50_000])
def test_oversized_pictures_are_refused_with_a_sentence(side):
    inline = base64.b64encode(bomb(side)).decode()
    with pytest.raises(CannotDraw, match="picture “owl” is too large to be drawn: 40,000,000"):
        drawn("<img src='asset:owl'>", owl=bomb(side))
    with pytest.raises(CannotDraw, match="written into the template is too large"):
        drawn(f"<img src='data:image/png;base64,{inline}'>")


def test_a_picture_that_uses_itself_a_billion_times_is_stopped():
    uses = ["<path/>"] + [f"<use href='#l{n}'/>" * 10 for n in range(9)]
    groups = "".join(f"<g id='l{n}'>{inside}</g>" for n, inside in enumerate(uses))
    picture = f"<svg xmlns='http://www.w3.org/2000/svg'>{groups}<use href='#l9'/></svg>".encode()
    renderer = ChannelSpecific("<img src='asset:bomb'>", "")
    task = DrawingTask(document=a_document(), renderer=renderer, assets={"bomb": picture})
    with PdfWorkers[int](1, seconds=3) as small:
        ((_, outcome),) = small.draw_all([(1, task)])
    assert outcome == DrawingFailure(sentence="It took longer than 3 seconds.")


def test_files_that_a_picture_names_stay_outside(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the-secret-word")
    picture = (
        f"<!DOCTYPE svg [<!ENTITY x SYSTEM '{secret.as_uri()}'>]>"
        "<svg xmlns='http://www.w3.org/2000/svg' width='400' height='40'>"
        f"<image href='{secret.as_uri()}' width='9' height='9'/><text y='20'>&x;</text></svg>"
    ).encode()
    pdf = drawn("<p>here</p><img src='asset:owl'>", owl=picture).pdf
    assert text_of(pdf) == "here"


def test_billion_laughs_in_a_picture_are_not_laughed():
    svg = f'<?xml version="1.0"?><!DOCTYPE svg [{BOMB}]><svg xmlns="http://www.w3.org/2000/svg">'
    picture = f"{svg}<text>&l9;</text></svg>".encode()
    try:
        pdf = drawn("<p>here</p><img src='asset:bomb'>", bomb=picture).pdf
    except CannotDraw:
        return
    assert len(pdf) < 100_000


def test_a_plugin_that_crashes_hurts_no_other_document():
    good = DrawingTask(document=a_document(), renderer=ChannelSpecific("<p>{{ number }}", ""))
    bad = DrawingTask(document=a_document(), renderer=Plugin("os.abort"))
    with PdfWorkers[int](2) as both:
        outcomes = dict(both.draw_all(enumerate([good, bad, good])))
    assert isinstance(outcomes[1], DrawingFailure)
    for place in (0, 2):
        outcome = outcomes[place]
        assert isinstance(outcome, DrawnPdf)
        text = pypdf.PdfReader(BytesIO(outcome.pdf)).pages[0].extract_text()
        assert "2026-000001" in text


def test_a_process_of_the_press_knows_no_secret():
    html = "<p>{{ number }}"
    assert drawn(html).pdf.startswith(b"%PDF")
    (worker,) = workers._worker_of_one._idle
    with open(f"/proc/{worker.process.pid}/environ", "rb") as file:
        environment = file.read()
    for name in (b"SECRET_KEY", b"DATABASE_URL", b"FIELD_ENCRYPTION_KEYS"):
        assert name not in environment
