"""B10: a configurable product comes as a parent line and its parts, which cost nothing more."""

import json
from decimal import Decimal
from pathlib import Path

from orders.models import Order
from tests.cases.test_b15_long_status_name import store
from tests.cscart.conftest import sandbox
from tests.orders.importing.test_import_orders import run_import

__all__ = ["sandbox", "store"]

INPUT = Path(__file__).parent / "files" / "B10-bundle" / "order.json"


def test_parent_and_parts_are_lines_that_add_up(company, store):
    store.control.create_order(**json.loads(INPUT.read_text()))
    assert run_import(company).status == "completed"
    order = Order.objects.get()
    lines = {line.sku: line for line in order.lines.all()}
    assert {sku: (line.quantity, line.unit_price) for sku, line in lines.items()} == {
        "KIT": (1, Decimal("250.00")),
        "CPU": (1, Decimal("0.00")),
        "RAM": (2, Decimal("0.00")),
    }
    assert all(line.needs_shipping for line in lines.values())
    assert order.subtotal == Decimal("250.00")
    assert order.warnings == []


def test_a_part_says_of_what(company, store):
    store.control.create_order(**json.loads(INPUT.read_text()))
    run_import(company)
    options = {line.sku: line.options for line in Order.objects.get().lines.all()}
    assert options["KIT"] == []
    assert options["CPU"] == options["RAM"] == [{"name": "Part of", "value": "PC kit"}]
