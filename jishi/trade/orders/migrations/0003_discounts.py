from django.db import migrations, models
from django.db.models import F, Q

# Until now nothing was taken off: what is paid is the total.
BACKFILL = (
    "UPDATE orders_checkout SET payable_minor = total_minor",
    "UPDATE orders_order SET payable_minor = total_minor",
    "UPDATE orders_orderline SET payable_minor = total_minor",
)


class Migration(migrations.Migration):
    dependencies = [("orders", "0002_numbers")]

    operations = [
        migrations.AddField("checkout", "payable_minor", models.BigIntegerField(db_default=0)),
        migrations.AddField("order", "freight_minor", models.BigIntegerField(db_default=0)),
        migrations.AddField("order", "payable_minor", models.BigIntegerField(db_default=0)),
        migrations.AddField("orderline", "shop_discount_minor", models.BigIntegerField(db_default=0)),
        migrations.AddField(
            "orderline", "platform_discount_minor", models.BigIntegerField(db_default=0)
        ),
        migrations.AddField("orderline", "payable_minor", models.BigIntegerField(db_default=0)),
        migrations.AddField("orderline", "adjustments", models.JSONField(db_default=[], default=list)),
        *(migrations.RunSQL(sql, migrations.RunSQL.noop) for sql in BACKFILL),
        migrations.RemoveConstraint("checkout", "checkout_positive"),
        migrations.RemoveConstraint("order", "order_positive"),
        migrations.RemoveConstraint("order", "order_refund_within_total"),
        migrations.AddConstraint(
            "checkout",
            models.CheckConstraint(condition=Q(payable_minor__gt=0), name="checkout_positive"),
        ),
        migrations.AddConstraint(
            "order",
            models.CheckConstraint(
                condition=Q(payable_minor__gt=0, total_minor__gt=0, freight_minor__gte=0),
                name="order_positive",
            ),
        ),
        migrations.AddConstraint(
            "order",
            models.CheckConstraint(
                condition=Q(refund_minor__gte=0, refund_minor__lte=F("payable_minor")),
                name="order_refund_within_payable",
            ),
        ),
        migrations.AddConstraint(
            "orderline",
            models.CheckConstraint(
                condition=Q(
                    shop_discount_minor__gte=0,
                    platform_discount_minor__gte=0,
                    payable_minor__gte=0,
                    payable_minor=F("total_minor")
                    - F("shop_discount_minor")
                    - F("platform_discount_minor"),
                ),
                name="order_line_payable",
            ),
        ),
    ]
