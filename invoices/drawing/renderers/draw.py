"""Draws a task by the renderer that it names. Knows no Django: PDF workers run it."""

from invoices.drawing.renderers import channel_specific, plugins, standard_invoice, word
from invoices.drawing.renderers.task import (
    ChannelSpecific,
    DrawingTask,
    DrawnPdf,
    Plugin,
    Standard,
    WordToPdf,
)


def draw(task: DrawingTask) -> DrawnPdf:
    """The task's document as PDF. Raises `CannotDraw`."""
    match task.renderer:
        case Standard(has_einvoice=has_einvoice):
            return standard_invoice.draw(task.document, task.assets, has_einvoice=has_einvoice)
        case ChannelSpecific(html=html, css=css):
            return channel_specific.draw(task.document, task.assets, html, css)
        case WordToPdf(docx=docx, libreoffice=libreoffice):
            return word.draw(task.document, docx, libreoffice)
        case Plugin(path=path):
            return plugins.draw(task.document, task.assets, path)


def is_trusted(task: DrawingTask) -> bool:
    """Whether the task runs nothing but our own code, so that it needs no process of its own.

    An e-invoice is checked by Saxon, whose memory belongs into a process that ends.
    """
    return isinstance(task.renderer, Standard) and not task.renderer.has_einvoice
