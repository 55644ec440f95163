"""Reading orders for an export: many at a time, a fixed number of queries, nothing kept."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from orders.desk.exporting.columns import ExportRow
from orders.models import (
    AddressKind,
    Order,
    OrderAddress,
    OrderLine,
    OrderShippingGroup,
    Package,
    Payment,
    PaymentKind,
)
from orders.state.balances import balance_of, called_off
from settings.models import Company


def export_rows_of(
    ids: Sequence[int], companies: dict[int, Company], *, with_lines: bool
) -> Iterator[ExportRow]:
    """What is known of the orders `ids`, in that order; with lines, once for each line.

    An order that is gone meanwhile, or of a company that is not named, is left out.
    """
    found = Order.objects.filter(pk__in=ids, company__in=companies)
    orders = {order["id"]: order for order in found.values()}
    addresses = _addresses(ids)
    groups, tracking, payments = _groups(ids), _tracking(ids), _payments(ids)
    refunded = _refunded_lines(ids)
    tags = _tags(ids)
    lines = _by_order(OrderLine.objects.filter(order__in=ids).values()) if with_lines else {}
    for order_id in ids:
        if order_id not in orders:
            continue
        order = orders[order_id]
        company, own_groups = companies[order["company_id"]], groups.get(order_id, [])
        columns: dict[str, Any] = {
            "order": order,
            "zone": company.zone,
            "company": company.name,
            "address": addresses.get(order_id, {}),
            "methods": _joined([group["method_name"] for group in own_groups]),
            "services": _joined([_service(group) for group in own_groups]),
            "balance": balance_of(
                order["grand_total"],
                payments.get(order_id, []),
                called_off=called_off(
                    order["grand_total"], order["order_status"], refunded.get(order_id, [])
                ),
            ),
            "tags": _joined(tags.get(order_id, [])),
            "paid_at": _newest(payments.get(order_id, [])),
            "tracking": _joined(tracking.get(order_id, [])),
        }
        if not with_lines:
            yield ExportRow(**columns)
        for line in lines.get(order_id, []):
            yield ExportRow(**columns, line=line)


def _addresses(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    shipping = OrderAddress.objects.filter(order__in=ids, kind=AddressKind.SHIPPING)
    return {order_id: rows[0] for order_id, rows in _by_order(shipping.values()).items()}


def _groups(ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    groups = OrderShippingGroup.objects.filter(order__in=ids)
    names = ("order_id", "method_name", "service__carrier__name", "service__name")
    return _by_order(groups.order_by("group_key").values(*names))


def _service(group: dict[str, Any]) -> str:
    return _joined([group["service__carrier__name"], group["service__name"]], " ")


def _refunded_lines(ids: Sequence[int]) -> dict[int, list[OrderLine]]:
    lines = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=ids, refunded_quantity__gt=0):
        lines[line.order_id].append(line)
    return lines


def _tracking(ids: Sequence[int]) -> dict[int, list[str]]:
    numbers = defaultdict(list)
    packages = Package.objects.filter(order__in=ids).exclude(tracking_number="")
    for order_id, number in packages.values_list("order_id", "tracking_number"):
        numbers[order_id].append(number)
    return numbers


def _tags(ids: Sequence[int]) -> dict[int, list[str]]:
    names = defaultdict(list)
    links = Order.tags.through.objects.filter(order__in=ids).order_by("tag__name")
    for order_id, name in links.values_list("order_id", "tag__name"):
        names[order_id].append(name)
    return names


def _payments(ids: Sequence[int]) -> dict[int, list[Payment]]:
    payments = defaultdict(list)
    rows = Payment.objects.filter(order__in=ids).only("order_id", "kind", "amount", "paid_at")
    for payment in rows:
        payments[payment.order_id].append(payment)
    return payments


def _newest(payments: Sequence[Payment]) -> datetime | None:
    """When the last money came in."""
    moments = [one.paid_at for one in payments if one.kind == PaymentKind.PAYMENT]
    return max(moments, default=None)


def _by_order(rows: Iterable[Any]) -> dict[int, list[dict[str, Any]]]:
    by_order: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_order[row["order_id"]].append(row)
    return by_order


def _joined(texts: Sequence[str | None], between: str = ", ") -> str:
    return between.join(dict.fromkeys(text for text in texts if text))
