"""A desk of many orders, loaded by COPY: python -m bench.desk_data ORDERS.

20 companies, three years; nine in ten orders are done, the newest three in a hundred are being
worked on. Prints one line of JSON: seconds of the parts.
"""

import json
import os
import sys
import time
from collections.abc import Iterable

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cscart_connector.settings")
django.setup()

from django.contrib.auth.models import Group, User  # noqa: E402
from django.db import connection  # noqa: E402

from bench.desk_rows import Desk, tables  # noqa: E402
from orders.models import (  # noqa: E402
    Order,
    OrderAddress,
    OrderConflict,
    OrderLine,
    OrderSearch,
    OrderShippingGroup,
    Package,
)
from settings.companies import create_company  # noqa: E402
from settings.models import Company, Membership  # noqa: E402
from settings.rights import CLIENT_ADMIN  # noqa: E402
from shipping.models import ShippingService  # noqa: E402
from stores.models import ChangeKind, ChangeState, OutgoingChange  # noqa: E402

COMPANIES = 20
TABLES = (Order, OrderLine, OrderAddress, OrderShippingGroup, Package, OrderSearch)


class _Lines:
    """A file that COPY reads, made as it is read."""

    def __init__(self, rows: Iterable[str]) -> None:
        self._rows = iter(rows)

    def read(self, size: int = 0) -> str:
        chunk = []
        for row in self._rows:
            chunk.append(row)
            if len(chunk) == 500:
                break
        return "".join(chunk)


def load(orders: int) -> dict[str, float]:
    """Fill the empty database; seconds by what was done."""
    begun, seconds = time.perf_counter(), {}
    user = User.objects.create_user("bench")
    User.objects.create_superuser("admin")
    companies = [create_company(f"Company {number:02}") for number in range(COMPANIES)]
    for company in companies:
        membership = Membership.objects.create(company=company, user=user)
        membership.roles.add(Group.objects.get(name=CLIENT_ADMIN))
    services = list(ShippingService.objects.values_list("pk", flat=True)[:8])
    desk = Desk(orders, [company.pk for company in companies], services)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no checks of foreign keys
        cursor.execute("SET maintenance_work_mem = '512MB'")
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes i WHERE tablename = ANY(%s) AND NOT EXISTS"
            " (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)",
            [[model._meta.db_table for model in TABLES]],
        )
        indexes = cursor.fetchall()
        for name, _ in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        for model, columns, rows in tables(desk):
            table = model._meta.db_table
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", _Lines(rows))
        seconds["copy"] = time.perf_counter() - begun
        for _, definition in indexes:
            cursor.execute(definition)
        for model in (Order, OrderLine, OrderAddress, OrderShippingGroup, Package):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"  # noqa: S608
            )
        seconds["indexes"] = time.perf_counter() - begun - seconds["copy"]
        cursor.execute("SET session_replication_role = origin")
        _troubles(orders)
        cursor.execute("VACUUM ANALYZE")
    seconds["all"] = time.perf_counter() - begun
    return seconds


def _troubles(orders: int) -> None:
    """Some conflicts, and changes that a store refused."""
    some = Order.objects.filter(pk__gt=orders * 0.9)[:: max(1, orders // 2000)]
    OrderConflict.objects.bulk_create(
        OrderConflict(order=order, kind="lines_changed", message="Odd.") for order in some[:150]
    )
    company = Company.objects.all()[0]
    OutgoingChange.objects.bulk_create(
        OutgoingChange(
            company=company,
            store_order_id=str(10_000 + orders // COMPANIES - number),
            kind=ChangeKind.STATUS,
            key=f"bench:{number}",
            state=ChangeState.STUCK,
        )
        for number in range(100)
    )


if __name__ == "__main__":
    print(json.dumps(load(int(sys.argv[1]))))
