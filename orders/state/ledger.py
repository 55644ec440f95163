"""The ledger of an order's lines, and the statuses that follow from it.

`recount_packages` adds the packages up again; whoever adds packages of our own counts them in step
by step instead, so that the database's own check sees every piece.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, Least

from orders.models import Order, OrderLine, OrderStatus, PackageLine, ShippingStatus
from orders.state.change_log import logged_values, write_change_log
from orders.state.quantities import shipping_status_of


def recount_packages(orders: Iterable[Order]) -> list[Order]:
    """Add up the packages of locked `orders`, and derive their statuses; gives those that changed.

    Where the store and we shipped the same piece, the line counts as full: a conflict tells of it.
    """
    locked = list(orders)
    packed = _sum(Q())
    shipped = _sum(Q(package__confirmed_at__isnull=False))
    OrderLine.objects.filter(order__in=locked).update(
        packed_quantity=Least(F("quantity"), packed),
        shipped_quantity=Least(F("quantity"), shipped),
    )
    return derive_statuses(locked)


def derive_statuses(orders: Sequence[Order]) -> list[Order]:
    """Set the shipping status of locked `orders` by quantities; gives those that changed.

    An order of which all has been shipped is Completed; one in process stays so until then.
    """
    lines: dict[int, list[OrderLine]] = defaultdict(list)
    for line in OrderLine.objects.filter(order__in=orders):
        lines[line.order_id].append(line)
    before, changed = {}, []
    for order in orders:
        now = shipping_status_of(order, lines[order.pk])
        if now == order.shipping_status:
            continue
        before[order.pk] = logged_values(order)
        order.shipping_status = now
        is_all_gone = now == ShippingStatus.FULLY_SHIPPED
        if is_all_gone and order.order_status == OrderStatus.IN_PROCESS:
            order.order_status = OrderStatus.COMPLETED
        changed.append(order)
    write_change_log(before, changed)
    _save_statuses(changed)
    return changed


def _save_statuses(orders: Sequence[Order]) -> None:
    """One statement for each pair of statuses, of which there are few.

    Django's `bulk_update` writes a case for each order instead; it took a third of an import.
    """
    by_statuses: dict[tuple[str, str], list[int]] = defaultdict(list)
    for order in orders:
        by_statuses[order.shipping_status, order.order_status].append(order.pk)
    for (shipping, status), ids in by_statuses.items():
        Order.objects.filter(pk__in=ids).update(shipping_status=shipping, order_status=status)


def _sum(which: Q) -> Coalesce:
    packed = PackageLine.objects.filter(which, line=OuterRef("pk")).order_by().values("line")
    return Coalesce(Subquery(packed.annotate(sum=Sum("quantity")).values("sum")), 0)
