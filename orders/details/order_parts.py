"""An order with all its parts, for its page: read in one statement instead of one for each part.

The parts are kept with the order (`KeepsRows`), so that guards which ask `order.rows_of("lines")`
meet no further statement.
"""

import json
from collections import defaultdict
from decimal import Decimal
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models
from django.db.models import Func, JSONField, QuerySet, Value

from orders.models import Order, PackageLine, RefundLine
from shipping.models import ShippingService
from stores.models import OutgoingChange

_PARTS = (
    *("lines", "addresses", "taxes", "shipping_groups", "payments"),
    *("packages", "conflicts", "notes"),
    *("refunds", "action_requests", "rmas", "tags"),
)
_Rows = dict[str, list[Any]]


class _Exact(json.JSONDecoder):
    """Numbers with a fraction as `Decimal`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, parse_float=Decimal, **kwargs)


class _WholeRow(Func):
    """A row of the table as JSON that loses no cent: quicker to say than each of its columns."""

    template = "to_jsonb(%(table)s)"
    output_field = JSONField(decoder=_Exact)

    def __init__(self, table: str) -> None:
        super().__init__(table=connection.ops.quote_name(table))


def load_parts(order: Order) -> list[OutgoingChange]:
    """Load the parts of `order` into it; gives what its store must be told, oldest first.

    Three statements: the parts, their services with carriers, and the people who wrote them.
    """
    sources: dict[str, QuerySet[Any]] = {name: getattr(order, name).all() for name in _PARTS}
    sources["packed"] = PackageLine.objects.filter(package__order=order)
    sources["refunded"] = RefundLine.objects.filter(refund__order=order)
    sources["changes"] = OutgoingChange.objects.for_order(order.company_id, order.store_order_id)
    rows = _read(sources)
    lines = {line.pk: line for line in rows["lines"]}
    in_package: dict[int, list[PackageLine]] = defaultdict(list)
    for packed in rows["packed"]:
        packed.line = lines[packed.line_id]
        in_package[packed.package_id].append(packed)
    for package in rows["packages"]:
        package.keep_rows("lines", in_package[package.pk])
    in_refund: dict[int, list[RefundLine]] = defaultdict(list)
    for refunded in rows["refunded"]:
        refunded.line = lines[refunded.line_id]
        in_refund[refunded.refund_id].append(refunded)
    for refund in rows["refunds"]:
        refund.keep_rows("lines", in_refund[refund.pk])
    _join(ShippingService.objects.select_related("carrier"), rows, "service")
    _join(User.objects.all(), rows, "by")
    for name in _PARTS:
        for row in rows[name]:
            row.order = order
        order.keep_rows(name, rows[name])
    return rows["changes"]


def _read(sources: dict[str, "QuerySet[Any]"]) -> _Rows:
    """The rows of each of `sources`, in its order. One statement."""
    first, *others = [_as_json(name, rows) for name, rows in sources.items()]
    found: _Rows = defaultdict(list)
    for name, columns in first.union(*others, all=True):
        found[name].append(_instance(sources[name].model, columns))
    for name, rows in sources.items():
        found[name].sort(key=_sort_key(rows))
    return found


def _as_json(name: str, rows: "QuerySet[Any]") -> Any:
    columns = _WholeRow(rows.model._meta.db_table)
    labelled = rows.order_by().annotate(part=Value(name), columns=columns)
    return labelled.values_list("part", "columns")


def _instance(model: type[models.Model], columns: dict[str, Any]) -> models.Model:
    fields = model._meta.concrete_fields
    values = [field.to_python(columns[field.attname]) for field in fields]
    return model.from_db("default", [field.attname for field in fields], values)


def _sort_key(rows: "QuerySet[Any]") -> Any:
    names = [str(name) for name in rows.query.order_by or rows.model._meta.ordering or ["id"]]
    is_backwards = names[0].startswith("-")
    attributes = ["pk" if name.lstrip("-") == "id" else name.lstrip("-") for name in names]

    def key(row: Any) -> Any:
        values = [getattr(row, name) for name in attributes]
        return [-value for value in values] if is_backwards else values

    return key


def _join(people_or_services: "QuerySet[Any]", rows: _Rows, name: str) -> None:
    """Give each row that has a `name` the row that it points at. One statement, or none."""
    pointing = [row for part in rows.values() for row in part if getattr(row, f"{name}_id", None)]
    known = people_or_services.in_bulk({getattr(row, f"{name}_id") for row in pointing})
    for row in pointing:
        setattr(row, name, known[getattr(row, f"{name}_id")])
