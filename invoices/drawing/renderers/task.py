"""What a renderer is asked for, as bytes can carry it to another process."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from invoices.document import Document


class Standard(msgspec.Struct, frozen=True, tag=True):
    """The Standard Invoice; with the EN 16931 XML inside where `has_einvoice`."""

    has_einvoice: bool = False


class ChannelSpecific(msgspec.Struct, frozen=True, tag=True):
    """A template that staff wrote."""

    html: str
    css: str


class WordToPdf(msgspec.Struct, frozen=True, tag=True):
    """A Word template. `libreoffice` is the command to convert by; '' means dxpdf."""

    docx: bytes
    libreoffice: str = ""


class Plugin(msgspec.Struct, frozen=True, tag=True):
    """A renderer of somebody else's: the dotted path of its class."""

    path: str


Renderer = Standard | ChannelSpecific | WordToPdf | Plugin


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingTask:
    """One document to draw. `assets` are pictures by name, the company's logo as "logo"."""

    document: Document
    renderer: Renderer
    assets: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPdf:
    """A PDF, and a remark about what could not be done as asked for; '' for none."""

    pdf: bytes
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawingFailure:
    """Why a document could not be drawn, as a sentence."""

    sentence: str


class CannotDraw(Exception):
    """A document cannot be drawn. The message is the sentence that staff read."""
