from django.db import migrations

# Until now an order went in one parcel, with all that was in it.
SENT = """
UPDATE orders_orderline l SET shipped_quantity = l.quantity FROM orders_order o
WHERE o.id = l.order_id AND o.fulfilment_status IN ('shipped', 'delivered', 'received')
"""
PACKED = """
INSERT INTO orders_packageline (id, package_id, line_id, quantity)
SELECT gen_random_uuid(), k.id, l.id, l.quantity
FROM orders_package k JOIN orders_orderline l ON l.order_id = k.order_id
"""


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_longer_words")]

    operations = [
        migrations.RunSQL(SENT, migrations.RunSQL.noop),
        migrations.RunSQL(PACKED, migrations.RunSQL.noop),
    ]
