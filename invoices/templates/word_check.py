"""Looks into a Word template before it is kept: is it safe, and will its fields be filled in?"""

import zipfile
from dataclasses import dataclass
from io import BytesIO

from docx.opc.exceptions import PackageNotFoundError
from jinja2 import TemplateError
from jinja2.meta import find_undeclared_variables
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from invoices.drawing.fields import FIELD_OF, TOP_FIELDS
from invoices.drawing.renderers.word_marks import items_tables_of, marks_in, text_of, with_jinja

_MEGABYTE = 1024 * 1024
LARGEST_UPLOAD = 5 * _MEGABYTE
LARGEST_UNPACKED = 50 * _MEGABYTE
MOST_FILES = 500
_ACTIVE = ("vbaproject", "activex", "embeddings/", "oleobject", "macros")
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class UnsafeTemplate(Exception):
    """The file is refused. The message says why, and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateReport:
    """What is to be said of a safe template: remarks, as sentences."""

    remarks: tuple[str, ...] = ()


def check(docx: bytes) -> TemplateReport:
    """Remarks on a Word template. Raises `UnsafeTemplate` for one that is refused."""
    refuse_unsafe(docx)
    try:
        marks, text, tables = marks_in(docx), text_of(docx), items_tables_of(docx)
        jinja = text_of(with_jinja(docx))
    except (PackageNotFoundError, KeyError, ValueError, etree.LxmlError) as error:
        raise UnsafeTemplate("This is not a Word file. Save it in Word as .docx.") from error
    remarks = [
        f"The field #?{name}?# is not known and stays as it is."
        for name in sorted(marks)
        if name.casefold() not in FIELD_OF
    ]
    remarks += _undeclared(jinja)
    if tables > 1:
        remarks.append("More than one table has orderitemstable as its Alt Text title.")
    if not tables and "{%" not in text:
        remarks.append(
            "No table lists the items: in Word, choose the table, Table Properties, Alt Text, and "
            "write orderitemstable as its title."
        )
    return TemplateReport(remarks=tuple(remarks))


def refuse_unsafe(docx: bytes) -> None:
    """Raise `UnsafeTemplate` for zip bombs, macros, embedded objects, external links, entities."""
    if len(docx) > LARGEST_UPLOAD:
        raise UnsafeTemplate("This file is larger than 5 MB. Make its pictures smaller first.")
    try:
        with zipfile.ZipFile(BytesIO(docx)) as packed:
            _refuse_bomb(packed)
            for entry in packed.infolist():
                _refuse_entry(entry.filename, packed)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise UnsafeTemplate("This is not a Word file. Save it in Word as .docx.") from error


def _refuse_bomb(packed: zipfile.ZipFile) -> None:
    entries = packed.infolist()
    # The sizes in a ZIP's list may lie; reading stops at them, so they bound what is read.
    if len(entries) > MOST_FILES or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
        raise UnsafeTemplate("This file unpacks to more than 50 MB. It is not a usual Word file.")


def _refuse_entry(name: str, packed: zipfile.ZipFile) -> None:
    if any(word in name.lower() for word in _ACTIVE):
        raise UnsafeTemplate(
            "This file holds macros or embedded objects. Save it without them as .docx."
        )
    if not name.endswith((".xml", ".rels")):
        return
    content = packed.read(name)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise UnsafeTemplate("This file defines XML entities, which Word never does.")
    if name == "[Content_Types].xml" and b"macroEnabled" in content:
        raise UnsafeTemplate("This file holds macros. Save it without them as .docx.")
    if name.endswith(".rels") and b"External" in content:
        _refuse_links(content)


def _refuse_links(content: bytes) -> None:
    for link in etree.fromstring(content).iter(_RELATIONSHIP):
        is_external = link.get("TargetMode", "").lower() == "external"
        # A link that a reader may follow fetches nothing while the document is made.
        is_hyperlink = link.get("Type", "").endswith("/hyperlink")
        if is_external and not is_hyperlink:
            raise UnsafeTemplate(
                f"This file fetches “{link.get('Target', '')[:80]}” from elsewhere. Put pictures "
                "into the file itself, and take linked templates out."
            )


def _undeclared(text: str) -> list[str]:
    # docxtpl's own words for rows, columns, paragraphs and runs.
    for word in ("tr ", "tc ", "p ", "r "):
        text = text.replace(f"{{%{word}", "{% ").replace(f"{{{{{word}", "{{ ")
    try:
        names = find_undeclared_variables(ImmutableSandboxedEnvironment().parse(text))
    except TemplateError as error:
        return [f"A field is not written as it should be: {error}."]
    return [f"The field {{{{ {name} }}}} is not known." for name in sorted(names - set(TOP_FIELDS))]
