"""Renderers of others: a class named by its dotted path, or by an entry point of a package.

See docs/invoice-plugins.md. They run in a process of their own (`invoices.drawing.pdf_workers`).
"""

from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from typing import Protocol

from invoices.document import Document
from invoices.drawing.renderers.task import CannotDraw, DrawnPdf
from invoices.drawing.sheet import Sheet, sheet_of

ENTRY_POINTS = "cscart_connector.invoice_plugins"


class InvoicePlugin(Protocol):
    """What a plugin's class must have. It is made without arguments, once in a process."""

    def render(self, document: Document, sheet: Sheet, assets: Mapping[str, bytes]) -> bytes:
        """`document` as PDF; `sheet` is the same in texts of the customer's language."""
        ...


_made: dict[str, InvoicePlugin] = {}


def draw(document: Document, assets: Mapping[str, bytes], path: str) -> DrawnPdf:
    """`document` by the plugin at `path`. Raises `CannotDraw` whatever the plugin does."""
    try:
        if path not in _made:
            _made[path] = load(path)()
        pdf = _made[path].render(document, sheet_of(document, assets), assets)
    except Exception as error:  # somebody else's code may raise anything
        raise CannotDraw(f"The plugin failed: {type(error).__name__}: {error}.") from error
    if not isinstance(pdf, bytes) or not pdf.startswith(b"%PDF"):
        raise CannotDraw("The plugin did not give a PDF.")
    return DrawnPdf(pdf=pdf)


def load(path: str) -> type[InvoicePlugin]:
    """The class at `path`. Raises `ImportError` or `AttributeError`."""
    module, _, name = path.rpartition(".")
    plugin: type[InvoicePlugin] = getattr(import_module(module), name)
    return plugin


def installed(named: Mapping[str, str]) -> dict[str, str]:
    """Every plugin by its name: those of the project setting, then those of packages."""
    found = {
        point.name: point.value.replace(":", ".") for point in entry_points(group=ENTRY_POINTS)
    }
    return {**found, **named}
