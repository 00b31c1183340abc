from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

import jishi.trade.orders.types

# More room in a varchar changes the catalogue alone: no row is read or written.
WIDER = [
    "ALTER TABLE orders_order ALTER fulfilment_status TYPE varchar(16)",
    "ALTER TABLE orders_ordermove ALTER source TYPE varchar(16), ALTER target TYPE varchar(16)",
]
UNSHIPPED = Q(fulfilment_status__in=("to_ship", "part_shipped"))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("orders", "0006_fulfilment")]

    operations = [
        RemoveIndexConcurrently("order", "order_ship_due"),
        RemoveIndexConcurrently("order", "order_cancel_due"),
        migrations.RunSQL(
            WIDER,
            migrations.RunSQL.noop,
            state_operations=[
                migrations.AlterField(
                    "order",
                    "fulfilment_status",
                    models.CharField(
                        default=jishi.trade.orders.types.FulfilmentStatus["TO_SHIP"], max_length=16
                    ),
                ),
                migrations.AlterField("ordermove", "source", models.CharField(max_length=16)),
                migrations.AlterField("ordermove", "target", models.CharField(max_length=16)),
            ],
        ),
        AddIndexConcurrently(
            "order",
            models.Index("ship_by", name="order_ship_due", condition=UNSHIPPED & Q(overdue_at=None)),
        ),
        AddIndexConcurrently(
            "order", models.Index("cancel_by", name="order_cancel_due", condition=UNSHIPPED)
        ),
    ]
