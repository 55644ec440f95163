"""Drawing HTML as PDF by WeasyPrint; fonts and style sheets are kept between documents."""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import Element

from PIL import Image, UnidentifiedImageError
from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# A picture of so many dots takes some 160 MB while it is drawn.
MOST_PIXELS = 40_000_000


class ForbiddenAsset(FatalURLFetchingError):
    """A template asked for what it may not have, or for too much. The message says what."""


class OnlyAssets(URLFetcher):
    """Gives `asset:NAME` out of what was handed over, `data:` pictures, and nothing else at all."""

    def __init__(self, assets: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=("data",))
        self._assets = assets

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes behind `url`. Raises `ForbiddenAsset`."""
        if url.startswith("asset:"):
            name = url.removeprefix("asset:")
            if name not in self._assets:
                raise ForbiddenAsset(f"There is no picture “{name}”. Upload it, or take it out.")
            _measure(f"“{name}”", self._assets[name])
            return URLFetcherResponse(url, BytesIO(self._assets[name]), Message(), 200)
        if url.startswith("data:"):
            answer = super().fetch(url, headers)
            content = answer.read()
            _measure("that is written into the template", content)
            return URLFetcherResponse(url, content, answer.headers)
        raise ForbiddenAsset(
            f"“{url[:120]}” cannot be used: a document may show pictures that were uploaded here "
            "(asset:NAME), and reaches neither files nor the network."
        )


def _measure(name: str, content: bytes) -> None:
    """Raise `ForbiddenAsset` for a picture of too many dots, else left out without a word."""
    try:
        with Image.open(BytesIO(content)) as picture:
            width, height = picture.size
    except UnidentifiedImageError:
        return  # an SVG picture, a font or a style sheet
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        width = height = MOST_PIXELS
    if width * height > MOST_PIXELS:
        raise ForbiddenAsset(
            f"The picture {name} is too large to be drawn: {MOST_PIXELS:,} dots are the most. "
            "Take a smaller one."
        )


@dataclass(slots=True)
class RendererCache:
    """What rendering one document leaves for the next."""

    fonts: FontConfiguration = field(default_factory=FontConfiguration)
    styles: dict[str, CSS] = field(default_factory=dict)


@cache
def kept() -> RendererCache:
    """What this process keeps between documents."""
    return RendererCache()


def draw_html(
    html: str,
    css: str,
    assets: Mapping[str, bytes],
    *,
    most_pages: int = 0,
    finish: Callable[[Any, Any], None] | None = None,
    **options: Any,
) -> bytes:
    """`html` styled by `css` as PDF; `options` go to WeasyPrint's `write_pdf`.

    `assets` are the pictures by name; `finish` is given WeasyPrint's document and pydyf's PDF
    before the PDF is written. Raises `ForbiddenAsset`, and `TooManyPages` above `most_pages`.
    """
    here, fetcher = kept(), OnlyAssets(assets)
    if css not in here.styles:
        if len(here.styles) > 20:  # templates that are being written come and go
            here.styles.clear()
        here.styles[css] = CSS(string=css, font_config=here.fonts, url_fetcher=fetcher)
    page = HTML(string=html, url_fetcher=fetcher)
    _give_directions(page.etree_element)
    laid_out = page.render(font_config=here.fonts, stylesheets=[here.styles[css]], **options)
    if most_pages and len(laid_out.pages) > most_pages:
        raise TooManyPages(
            f"The document has {len(laid_out.pages)} pages; {most_pages} are the most."
        )
    drawn: bytes = laid_out.write_pdf(finisher=finish, **options)
    return drawn


def _give_directions(page: Element) -> None:
    """Give each <bdi> the direction of its first letter, as browsers do; WeasyPrint does not.

    A Latin address on an Arabic invoice would otherwise be set in the wrong order.
    """
    for text in page.iter("bdi"):
        if "dir" not in text.attrib:
            text.set("dir", direction_of("".join(text.itertext())))


def direction_of(text: str) -> str:
    """`rtl` where the first letter of `text` is of a script from right to left, else `ltr`."""
    ways = map(unicodedata.bidirectional, text)
    return "rtl" if next((way for way in ways if way in ("L", "R", "AL")), "L") != "L" else "ltr"


class TooManyPages(Exception):
    """The document has too many pages. The message says how many."""


def attachment(name: str, content: bytes, description: str, relationship: str) -> Attachment:
    """A file inside the PDF."""
    return Attachment(string=content, name=name, description=description, relationship=relationship)
