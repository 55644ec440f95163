"""Word templates: nothing is unpacked without measure, and nothing is fetched from elsewhere."""

import io
import zipfile

import pytest

from invoices.templates.word_check import UnsafeTemplate, refuse_unsafe
from invoices.templates.word_starters import classic

RELS = "word/_rels/document.xml.rels"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def with_part(name: str, content: bytes) -> bytes:
    """The classic starter with one part more, or another one."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(classic())) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return target.getvalue()


def relation(kind: str, mode: str = 'TargetMode="External"', target: str = "http://thief/") -> str:
    return (
        '<?xml version="1.0"?><Relationships '
        'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r9" Type="{kind}" Target="{target}" {mode}/></Relationships>'
    )


FETCHING = {
    "entities": relation(f"{TYPES}/image", 'TargetMode="&#69;xternal"').encode(),
    "UTF-16": relation(f"{TYPES}/image").replace("?>", ' encoding="UTF-16"?>').encode("utf-16"),
    "type that ends alike": relation("http://thief/attachedTemplate/hyperlink").encode(),
    "type in capitals": relation(f"{TYPES}/IMAGE", 'TargetMode="EXTERNAL"').encode(),
    "another namespace": relation(f"{TYPES}/image").replace("package/2006", "x").encode(),
    "address without a mode": relation(f"{TYPES}/image", mode="").encode(),
    "share of a network": relation(f"{TYPES}/image", "", r"\\thief\share").encode(),
}


@pytest.mark.parametrize("content", FETCHING.values(), ids=FETCHING.keys())
@pytest.mark.parametrize("name", [RELS, "word/_rels/DOCUMENT.XML.RELS"])
def test_what_is_fetched_from_elsewhere_is_found_by_parsing(content, name):
    with pytest.raises(UnsafeTemplate, match="from elsewhere"):
        refuse_unsafe(with_part(name, content))


def test_a_link_to_follow_is_let_through():
    refuse_unsafe(with_part("word/_rels/footer9.xml.rels", relation(f"{TYPES}/hyperlink").encode()))
    refuse_unsafe(classic())


def packed(kind: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as inner:
        inner.writestr("zeros", b"0" * 1_000_000)
    return {
        "zip": file.getvalue(),
        "gzip": b"\x1f\x8b\x08" + b"0" * 50,
        "7z": b"7z\xbc\xaf'\x1c00",
    }[kind]


@pytest.mark.parametrize("kind", ["zip", "gzip", "7z"])
@pytest.mark.parametrize("name", ["word/media/image1.png", "customXml/item1.bin", "inner.docx"])
def test_no_archive_lies_inside(kind, name):
    with pytest.raises(UnsafeTemplate, match="archive"):
        refuse_unsafe(with_part(name, packed(kind)))


def test_no_part_grows_without_measure():
    with pytest.raises(UnsafeTemplate, match="unpacks to more than"):
        refuse_unsafe(with_part("word/comments.xml", b"<a>" + b" " * 20_000_000 + b"</a>"))


BOMB = '<!DOCTYPE a [<!ENTITY b "b"><!ENTITY c "&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    "content",
    [
        BOMB.encode(),
        f'<?xml version="1.0" encoding="UTF-16"?>{BOMB}'.encode("utf-16"),
        b"\xef\xbb\xbf  " + BOMB.encode(),
    ],
)
@pytest.mark.parametrize("name", ["word/comments.xml", "word/comments.XML", "word/part.dat"])
def test_entities_are_found_in_every_encoding(content, name):
    with pytest.raises(UnsafeTemplate, match="XML"):
        refuse_unsafe(with_part(name, content))


def test_macros_are_found_in_every_encoding():
    types = (
        '<?xml version="1.0" encoding="UTF-16"?><Types xmlns="http://schemas.openxmlformats.org/'
        'package/2006/content-types"><Override PartName="/x" '
        'ContentType="application/vnd.ms-word.document.macro&#69;nabled.main+xml"/></Types>'
    )
    with pytest.raises(UnsafeTemplate, match="macros"):
        refuse_unsafe(with_part("[Content_Types].xml", types.encode("utf-16")))
