"""What a list must know of an order without reading all its parts: search text and ship date.

Whoever writes lines, names or packages calls this in the same transaction. `rebuild_search` does it
for all orders.
"""

from collections.abc import Iterable

from django.db import connection

_WRITE_SEARCH = """
INSERT INTO orders_ordersearch (order_id, text)
SELECT o.id, search_form(concat_ws(
    ' ', '', o.id, o.store_order_id, o.customer_first_name, o.customer_last_name,
    o.customer_company, o.customer_email, o.customer_phone,
    nullif(regexp_replace(o.customer_phone, '\\D', '', 'g'), o.customer_phone),
    (SELECT string_agg(DISTINCT concat_ws(' ', a.first_name, a.last_name), ' ')
     FROM orders_orderaddress a WHERE a.order_id = o.id AND (a.first_name, a.last_name)
        IS DISTINCT FROM (o.customer_first_name, o.customer_last_name)),
    (SELECT string_agg(DISTINCT l.sku, ' ') FROM orders_orderline l WHERE l.order_id = o.id),
    (SELECT string_agg(DISTINCT p.tracking_number, ' ')
     FROM orders_package p WHERE p.order_id = o.id)
))
FROM orders_order o WHERE o.id = ANY(%s)
ON CONFLICT (order_id) DO UPDATE SET text = excluded.text
WHERE orders_ordersearch.text <> excluded.text
"""
_WRITE_SHIP_DATES = """
UPDATE orders_order o SET shipped_at = packed.shipped_at
FROM (
    SELECT o.id, (
        SELECT max(p.shipped_at) FROM orders_package p
        WHERE p.order_id = o.id AND p.confirmed_at IS NOT NULL
    ) AS shipped_at
    FROM orders_order o WHERE o.id = ANY(%s)
) packed
WHERE packed.id = o.id AND packed.shipped_at IS DISTINCT FROM o.shipped_at
"""


def write_search_text(order_ids: Iterable[int]) -> None:
    """Write down again by which words these orders are found: names, numbers or lines changed."""
    _run(_WRITE_SEARCH, order_ids)


def packages_changed(order_ids: Iterable[int]) -> None:
    """Packages of these orders came, changed or went: tracking numbers and ship dates."""
    ids = list(order_ids)
    _run(_WRITE_SEARCH, ids)
    _run(_WRITE_SHIP_DATES, ids)


def _run(statement: str, order_ids: Iterable[int]) -> None:
    ids = list(order_ids)
    if ids:
        with connection.cursor() as cursor:
            cursor.execute(statement, [ids])
