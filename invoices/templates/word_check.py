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
LARGEST_PART = 15 * _MEGABYTE
MOST_FILES = 500
_ACTIVE = ("vbaproject", "activex", "embeddings/", "oleobject", "macros")
# How archives begin: ZIP (and with it every Office file), gzip, bzip2, xz, 7z, RAR, zstd.
_ARCHIVES = (
    *(b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!"),
    b"\x28\xb5\x2f\xfd",
)
# How XML begins: a byte order mark or the first tag, in UTF-8 and UTF-16.
_XML_STARTS = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\x00<", b"<\x00")
_XML_NAMES = (".xml", ".rels", ".svg")
_HYPERLINKS = {
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink",
}


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
    is_many = len(entries) > MOST_FILES or sum(e.file_size for e in entries) > LARGEST_UNPACKED
    if is_many or any(e.file_size > LARGEST_PART for e in entries):
        raise UnsafeTemplate(
            "This file unpacks to more than 50 MB, or a part of it to more than 15 MB. It is not a "
            "usual Word file."
        )


def _refuse_entry(name: str, packed: zipfile.ZipFile) -> None:
    name_as_read = name.lower()  # Windows and Word tell no capitals apart
    if any(word in name_as_read for word in _ACTIVE):
        raise UnsafeTemplate(
            "This file holds macros or embedded objects. Save it without them as .docx."
        )
    content = packed.read(name)
    if content.startswith(_ARCHIVES):
        raise UnsafeTemplate("This file holds an archive or another Office file. Take it out.")
    if not (name_as_read.endswith(_XML_NAMES) or content.lstrip().startswith(_XML_STARTS)):
        return
    root = _parsed(content)
    if name_as_read == "[content_types].xml":
        _refuse_macros(root)
    if name_as_read.endswith(".rels"):
        _refuse_links(root)


def _parsed(content: bytes) -> etree._Element:
    """The XML as its reader will see it, in whatever encoding, with nothing resolved."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnsafeTemplate("A part of this file is broken XML. Save it in Word again.") from error
    if root.getroottree().docinfo.doctype:
        raise UnsafeTemplate("This file defines XML entities, which Word never does.")
    return root


def _refuse_macros(types: etree._Element) -> None:
    kinds = (value for part in types.iter() for value in part.attrib.values())
    if any("macroenabled" in str(kind).lower() for kind in kinds):
        raise UnsafeTemplate("This file holds macros. Save it without them as .docx.")


def _refuse_links(relations: etree._Element) -> None:
    for link in relations.iter(etree.Element):
        told = {name.rpartition("}")[2].lower(): value for name, value in link.attrib.items()}
        target = str(told.get("target", "")).strip()
        mode = str(told.get("targetmode", "")).strip().lower()
        is_elsewhere = mode == "external" or "://" in target or target.startswith(("\\\\", "//"))
        # A link that a reader may follow fetches nothing while the document is made.
        if is_elsewhere and told.get("type") not in _HYPERLINKS:
            raise UnsafeTemplate(
                f"This file fetches “{target[:80]}” from elsewhere. Put pictures into the file "
                "itself, and take linked templates out."
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
