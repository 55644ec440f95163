"""Arabic invoices: what is written from left to right stands in its own order on them."""

from dataclasses import replace

import pypdfium2
import pytest

from invoices.document import DocumentLine, Look, Party
from invoices.document.options import ON_AT_FIRST
from invoices.drawing.renderers import channel_specific, standard_invoice
from tests.invoices.a_document import a_document

BUYER = Party(
    name="Ana",
    lines=("12 Quay Rd, Apt. 4", "شارع النيل 4"),
    phone="+20 2 555 0100",
)
LINE = DocumentLine(name="Bag (large), 40 x 30 cm", sku="BAG-40/30 (L)", quantity=1)
LOOK = Look(shows=(*ON_AT_FIRST, "contact"), language="ar", locale="ar_EG")


def arabic(draw):
    document = a_document(look=LOOK, lines=(LINE,), customer_note="Call +20 2 before 5 p.m.!")
    return draw(replace(document, bill_to=BUYER, ship_to=BUYER))


def as_seen(pdf: bytes) -> str:
    """The signs of page 1 as they stand: line by line from the top, each from left to right."""
    file = pypdfium2.PdfDocument(pdf)
    text = file[0].get_textpage()
    signs = [
        (round(text.get_charbox(place, loose=True)[1]), text.get_charbox(place)[0], sign)
        for place in range(text.count_chars())
        if (sign := text.get_text_range(place, 1)).strip()
    ]
    file.close()
    signs.sort(key=lambda sign: (-sign[0], sign[1]))
    return "".join(sign for _, _, sign in signs)


@pytest.mark.parametrize(
    "draw",
    [
        lambda document: standard_invoice.draw(document, {}).pdf,
        lambda document: (
            channel_specific.draw(document, {}, standard_invoice.html(), standard_invoice.css()).pdf
        ),
    ],
    ids=["standard", "channel_specific"],
)
def test_latin_texts_and_numbers_are_not_turned_around(draw):
    seen = as_seen(arabic(draw))
    for text in (
        "12 Quay Rd, Apt. 4",
        "+20 2 555 0100",
        "Bag (large), 40 x 30 cm",
        "BAG-40/30 (L)",
        "Sales tax 10 %",
        "Call +20 2 before 5 p.m.!",
        "20457 Hamburg",
        "2026-000001",
    ):
        assert text.replace(" ", "") in seen, text


def test_what_no_template_isolates_is_turned_around_as_ever():
    """So that the test above would notice."""
    html = standard_invoice.html().replace("<bdi>", "").replace("</bdi>", "")
    pdf = arabic(lambda d: channel_specific.draw(d, {}, html, standard_invoice.css()).pdf)
    assert "Salestax10%" not in as_seen(pdf)
