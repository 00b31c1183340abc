import django.db.models.deletion
from django.db import migrations, models

_WAREHOUSE = models.ForeignKey(
    db_index=False,
    on_delete=django.db.models.deletion.PROTECT,
    related_name="+",
    to="catalog.warehouse",
)
# What every shop has lies in its first warehouse, which has no name of its own.
_FORWARD = """
INSERT INTO catalog_warehouse (id, shop_id, name, region, serves, position, is_closed, created_at)
SELECT gen_random_uuid(), shop_id, '', '', '[]', 0, false, now()
FROM catalog_product GROUP BY shop_id;
"""
_FILL = """
ALTER TABLE catalog_{table} ADD COLUMN warehouse_id uuid;
UPDATE catalog_{table} t SET warehouse_id = w.id
FROM catalog_sku u JOIN catalog_product p ON p.id = u.product_id
    JOIN catalog_warehouse w ON w.shop_id = p.shop_id AND w.name = ''
WHERE u.id = t.sku_id;
SET CONSTRAINTS ALL IMMEDIATE;
ALTER TABLE catalog_{table} ALTER COLUMN warehouse_id SET NOT NULL,
    ADD CONSTRAINT catalog_{table}_warehouse FOREIGN KEY (warehouse_id)
        REFERENCES catalog_warehouse (id) DEFERRABLE INITIALLY DEFERRED;
"""
_KEY = """
ALTER TABLE catalog_stock DROP CONSTRAINT catalog_stock_pkey,
    ADD CONSTRAINT catalog_stock_pkey PRIMARY KEY (sku_id, warehouse_id);
ALTER TABLE catalog_reservation DROP CONSTRAINT reservation_once,
    ADD CONSTRAINT reservation_once UNIQUE (reference, sku_id, warehouse_id);
"""
_TABLES = ("stock", "stockchange", "reservation")


class Migration(migrations.Migration):
    dependencies = [("catalog", "0003_details_of_products")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(
                    _FORWARD + "".join(_FILL.format(table=t) for t in _TABLES) + _KEY
                ),
            ],
            state_operations=[
                migrations.AlterField(
                    "stock",
                    "sku",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.sku",
                    ),
                ),
                *(migrations.AddField(t, "warehouse", _WAREHOUSE.clone()) for t in _TABLES),
                migrations.AddField(
                    "stock",
                    "pk",
                    models.CompositePrimaryKey(
                        "sku_id",
                        "warehouse_id",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                migrations.RemoveConstraint("reservation", "reservation_once"),
                migrations.AddConstraint(
                    "reservation",
                    models.UniqueConstraint(
                        fields=("reference", "sku", "warehouse"), name="reservation_once"
                    ),
                ),
            ],
        ),
        migrations.AddField("stock", "alert_at", models.IntegerField(db_default=5, default=5)),
        migrations.AddField("stock", "low_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "stock",
            models.CheckConstraint(
                condition=models.Q(("alert_at__gte", 0)), name="stock_alert_not_negative"
            ),
        ),
    ]
