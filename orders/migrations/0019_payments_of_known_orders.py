from django.db import migrations

# The payments of orders that came in before payments were kept: what intake writes for new ones.
PAID = """
INSERT INTO orders_payment
    (order_id, kind, method, amount, paid_at, reference, note, is_from_store, at)
SELECT id, 'payment', payment_method, GREATEST(grand_total, 0), placed_at, payment_reference, '',
       TRUE, NOW()
FROM orders_order
WHERE payment_status IN ('charged', 'full_refund')
  AND NOT EXISTS (SELECT 1 FROM orders_payment WHERE order_id = orders_order.id)
"""
REFUNDED = """
INSERT INTO orders_payment
    (order_id, kind, method, amount, paid_at, reference, note, is_from_store, at)
SELECT id, 'refund', payment_method, GREATEST(grand_total, 0), placed_at, '',
       'The store says that the order was refunded.', FALSE, NOW()
FROM orders_order
WHERE payment_status = 'full_refund'
  AND NOT EXISTS (
    SELECT 1 FROM orders_payment WHERE order_id = orders_order.id AND kind = 'refund'
  )
"""


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0018_costs_and_fees'),
    ]

    operations = [
        migrations.RunSQL(PAID, migrations.RunSQL.noop),
        migrations.RunSQL(REFUNDED, migrations.RunSQL.noop),
    ]
