"""Checking a typed mapping: what is refused beside which row."""

from dataclasses import replace
from typing import Any

import pytest

from shipping.forms import MappingForm
from shipping.lookup import ServiceLookup, UnknownService
from shipping.mapping_table import MappingEntry, check, saved_entry
from shipping.models import Carrier, MethodMapping, ShippingService

UPS = Carrier(pk=1, code="ups", name="UPS")
GROUND = ShippingService(pk=1, carrier=UPS, code="UPS_GROUND", name="Ground")
AIR = ShippingService(pk=2, carrier=UPS, code="UPS_2DAY", name="2nd Day Air")
GONE = ShippingService(pk=3, carrier=UPS, code="UPS_OLD", name="Old", is_active=False)
LOOKUP = ServiceLookup([GROUND, AIR, GONE])


def entry(name: str, service: str = "UPS_GROUND", key: str = "n1", **fields) -> MappingEntry:
    defaults: dict[str, Any] = {"key": key, "name": name, "service": service, "is_rush": False}
    return MappingEntry(**defaults | fields)


def saved(pk: int, name: str, service: ShippingService | None = GROUND) -> MethodMapping:
    row = MethodMapping(pk=pk, name=name, service=service)
    row.clean()
    return row


@pytest.mark.parametrize(
    "text",
    ["UPS_GROUND", "ups_ground", " UPS – Ground (UPS_GROUND) ", "UPS - Ground", "ups – ground"],
)
def test_a_service_is_found_by_code_and_by_label(text):
    assert LOOKUP.find(text) == GROUND


def test_company_default_is_no_service():
    assert LOOKUP.find("company  default") is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("", "Choose a Shipping Method."), ("Owl", "“Owl” is no Shipping Method."),
     ("UPS_OLD", "is switched off")],
)  # fmt: skip
def test_what_is_no_service_says_why(text, sentence):
    with pytest.raises(UnknownService, match=sentence):
        LOOKUP.find(text)


def test_a_service_that_was_switched_off_may_stay_where_it_is():
    row = saved(5, "Old way", GONE)
    assert not check([saved_entry(row, LOOKUP)], [row], LOOKUP).problems
    moved = entry("New way", "UPS_OLD", key="5")
    assert not check([moved], [row], LOOKUP).problems
    assert (
        "switched off" in check([entry("New", "UPS_OLD")], [row], LOOKUP).problems["n1"]["service"]
    )


def test_an_empty_row_is_refused_in_both_fields():
    problems = check([entry(" ", " ")], [], LOOKUP).problems["n1"]
    assert problems == {
        "name": "Enter the Website Method Name, or remove this row.",
        "service": "Choose a Shipping Method.",
    }


@pytest.mark.parametrize("second", ["Ground", " ground ", "GROUND", "Gro und", "Ground\u00a0"])
def test_the_same_name_twice(second):
    entries = [entry("Ground"), entry(second, key="n2")]
    problems = check(entries, [], LOOKUP).problems
    assert ("n2" in problems) is (second != "Gro und")
    assert "n1" not in problems


def test_a_name_that_is_saved_elsewhere_is_taken_unless_that_row_goes():
    row = saved(5, "Ground")
    assert "mapped already" in check([entry("ground")], [row], LOOKUP).problems["n1"]["name"]
    going = entry("Ground", key="5", is_removed=True)
    checked = check([going, entry("ground")], [row], LOOKUP)
    assert (checked.problems, checked.removed) == ({}, {5})


def test_names_may_be_swapped():
    rows = [saved(5, "A"), saved(6, "B")]
    checked = check([entry("B", key="5"), entry("A", key="6")], rows, LOOKUP)
    assert [(row.row_id, row.name) for row in checked.rows] == [(5, "B"), (6, "A")]


def test_a_name_too_long():
    assert "251 characters, 250 fit" in check([entry("x" * 251)], [], LOOKUP).problems["n1"]["name"]


def a_form(*entries: MappingEntry, rows: list[MethodMapping]) -> MappingForm:
    return MappingForm(version=1, entries=list(entries), defaults={}, saved=rows, lookup=LOOKUP)


def shown(row: MethodMapping, **typed) -> MappingEntry:
    """A saved row as it was shown, then changed by typing."""
    first = saved_entry(row, LOOKUP)
    return replace(first, **typed)


def test_merging_follows_the_other_where_nothing_was_typed():
    form = a_form(shown(saved(5, "A")), rows=[saved(5, "A", AIR)])
    assert form.merge(2) == {"5": "Changed by somebody else meanwhile."}
    assert form.entries[0].service == str(AIR)
    assert form.version == 2


def test_merging_keeps_what_was_typed_and_tells_of_the_other():
    form = a_form(shown(saved(5, "A"), is_rush=True), rows=[saved(5, "A", AIR)])
    remark = form.merge(2)["5"]
    assert "2nd Day Air" in remark
    assert form.entries[0].is_rush
    assert form.entries[0].service == str(GROUND)
    assert not form.merge(3)  # told once


def test_merging_brings_in_rows_and_drops_removed_ones():
    form = a_form(shown(saved(5, "A")), entry("Mine"), rows=[saved(6, "Theirs")])
    assert form.merge(2) == {"6": "Added by somebody else meanwhile."}
    assert [found.name for found in form.entries] == ["Mine", "Theirs"]


def test_merging_keeps_a_typed_row_that_the_other_removed():
    form = a_form(shown(saved(5, "A"), service="UPS_2DAY"), rows=[])
    assert "Save adds it again" in form.merge(2)["5"]
    assert not form.check().problems
