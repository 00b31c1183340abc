import django.db.models.deletion
from django.db import migrations, models

import jishi.foundation.kernel.ids


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_stock_room"), ("shops", "0001_initial")]

    operations = [
        *(
            migrations.AddField("product", name, field)
            for name, field in (
                ("subcategory", models.CharField(blank=True, db_default="", max_length=30)),
                ("attributes", models.JSONField(db_default={}, default=dict)),
                ("blocks", models.JSONField(db_default=[], default=list)),
                ("size_chart", models.JSONField(null=True)),
                ("video", models.JSONField(null=True)),
                ("ships_on", models.DateField(null=True)),
                ("limit_quantity", models.IntegerField(null=True)),
                ("limit_period", models.CharField(blank=True, db_default="", max_length=10)),
                ("is_virtual", models.BooleanField(db_default=False, default=False)),
                ("has_pickup", models.BooleanField(db_default=False, default=False)),
            )
        ),
        migrations.AddField("sku", "weight_grams", models.IntegerField(null=True)),
        migrations.AddConstraint(
            "product",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("limit_period", ""), ("limit_quantity", None)),
                    models.Q(
                        ("limit_period__in", ["day", "week", "month"]), ("limit_quantity__gt", 0)
                    ),
                    _connector="OR",
                ),
                name="product_limit_whole",
            ),
        ),
        migrations.CreateModel(
            "Warehouse",
            [
                (
                    "id",
                    models.UUIDField(
                        default=jishi.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=40)),
                ("region", models.CharField(blank=True, max_length=80)),
                ("serves", models.JSONField(default=list)),
                ("position", models.IntegerField(default=0)),
                ("is_closed", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                (
                    "shop",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="shops.shop",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            "warehouse",
            models.UniqueConstraint(fields=("shop", "name"), name="warehouse_name_once"),
        ),
    ]
