"""Money per order line, refunds in part, blocks and receivables."""

import django.db.models.deletion
import django.db.models.expressions
import jishi.foundation.kernel.ids
from django.db import migrations, models


# What was null until an order was settled is from here on what is expected now.
FILL = """
UPDATE settlement_settlement SET
  base_minor = CASE status WHEN 'cancelled' THEN 0 ELSE coalesce(base_minor, gross_minor) END,
  refunded_minor = CASE status WHEN 'cancelled' THEN gross_minor
                   ELSE gross_minor - coalesce(base_minor, gross_minor) END,
  fee_minor = CASE status WHEN 'cancelled' THEN 0 ELSE
    coalesce(fee_minor, (gross_minor * fee_rate_ppm + 500000) / 1000000) END,
  shop_minor = CASE status WHEN 'cancelled' THEN 0 ELSE
    coalesce(shop_minor, gross_minor - (gross_minor * fee_rate_ppm + 500000) / 1000000) END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("settlement", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="CommissionLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jishi.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("key", models.CharField(max_length=80)),
                ("payee", models.CharField(db_index=True, max_length=100)),
                ("role", models.CharField(max_length=30)),
                ("rate_ppm", models.IntegerField()),
                ("base_minor", models.BigIntegerField()),
                ("promised_minor", models.BigIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("status", models.CharField(max_length=12)),
                ("added_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OrderRefund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jishi.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("business_ref", models.CharField(max_length=140, unique=True)),
                ("input_hash", models.CharField(max_length=64)),
                ("payment_refund_id", models.UUIDField(null=True, unique=True)),
                ("reason", models.CharField(max_length=200)),
                ("buyer_minor", models.BigIntegerField()),
                ("platform_minor", models.BigIntegerField()),
                ("freight_minor", models.BigIntegerField()),
                ("requested_at", models.DateTimeField()),
                ("arrived_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Receivable",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jishi.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("debtor", models.CharField(max_length=100)),
                ("creditor", models.CharField(max_length=100)),
                ("currency", models.CharField(max_length=3)),
                ("amount_minor", models.BigIntegerField()),
                ("recovered_minor", models.BigIntegerField(default=0)),
                ("business_ref", models.CharField(max_length=160)),
                ("reason", models.CharField(max_length=200)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="RefundLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jishi.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("quantity", models.IntegerField()),
                ("buyer_minor", models.BigIntegerField()),
                ("platform_minor", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SettlementBlock",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=jishi.foundation.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("business_ref", models.CharField(max_length=140)),
                ("reason", models.CharField(max_length=200)),
                ("placed_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="SettlementLine",
            fields=[
                ("line_id", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("position", models.SmallIntegerField()),
                ("category", models.CharField(blank=True, max_length=60)),
                ("quantity", models.IntegerField()),
                ("gross_minor", models.BigIntegerField()),
                ("platform_minor", models.BigIntegerField()),
                ("fee_rate_ppm", models.IntegerField()),
                ("fee_minor", models.BigIntegerField()),
                ("shop_minor", models.BigIntegerField()),
                ("refunded_quantity", models.IntegerField(default=0)),
                ("refunded_minor", models.BigIntegerField(default=0)),
                ("refunded_platform_minor", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="settlement",
            name="settlement_parts_fit",
        ),
        migrations.AddField(
            model_name="settlement",
            name="block_count",
            field=models.SmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="settlement",
            name="freight_minor",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="settlement",
            name="platform_minor",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="settlement",
            name="refunded_freight_minor",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="settlement",
            name="refunded_minor",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name="settlement",
            name="refunded_platform_minor",
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        # In the models only: `settlement_parts_known` says the same to the database without
        # locking the table, and the table of shares, which nothing has ever written, stays until
        # no older release runs any more.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveField(
                    model_name="share",
                    name="settlement",
                ),
                migrations.AlterField(
                    model_name="settlement",
                    name="base_minor",
                    field=models.BigIntegerField(),
                ),
                migrations.AlterField(
                    model_name="settlement",
                    name="fee_minor",
                    field=models.BigIntegerField(),
                ),
                migrations.AlterField(
                    model_name="settlement",
                    name="shop_minor",
                    field=models.BigIntegerField(),
                ),
                migrations.DeleteModel(
                    name="Share",
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("base_minor__isnull", False),
                    ("fee_minor__isnull", False),
                    ("shop_minor__isnull", False),
                ),
                name="settlement_parts_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "base_minor",
                        django.db.models.expressions.CombinedExpression(
                            models.F("gross_minor"), "-", models.F("refunded_minor")
                        ),
                    ),
                    (
                        "base_minor__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("fee_minor"), "+", models.F("shop_minor")
                        ),
                    ),
                ),
                name="settlement_parts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("block_count__gte", 0),
                    ("refunded_freight_minor__lte", models.F("freight_minor")),
                    ("refunded_minor__gte", 0),
                    ("refunded_minor__lte", models.F("gross_minor")),
                    ("refunded_platform_minor__lte", models.F("platform_minor")),
                ),
                name="settlement_refunds_fit",
            ),
        ),
        migrations.AddField(
            model_name="commissionline",
            name="parent",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="children",
                to="settlement.commissionline",
            ),
        ),
        migrations.AddField(
            model_name="commissionline",
            name="settlement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shares",
                to="settlement.settlement",
            ),
        ),
        migrations.AddField(
            model_name="orderrefund",
            name="settlement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refunds",
                to="settlement.settlement",
            ),
        ),
        migrations.AddIndex(
            model_name="receivable",
            index=models.Index(
                condition=models.Q(("closed_at", None)),
                fields=["debtor", "opened_at"],
                name="receivable_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="receivable",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_minor__gt", 0),
                    ("recovered_minor__gte", 0),
                    ("recovered_minor__lte", models.F("amount_minor")),
                ),
                name="receivable_fits",
            ),
        ),
        migrations.AddField(
            model_name="refundline",
            name="refund",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="settlement.orderrefund",
            ),
        ),
        migrations.AddField(
            model_name="settlementblock",
            name="settlement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="blocks",
                to="settlement.settlement",
            ),
        ),
        migrations.AddField(
            model_name="settlementline",
            name="settlement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="lines",
                to="settlement.settlement",
            ),
        ),
        migrations.AddField(
            model_name="refundline",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="refund_lines",
                to="settlement.settlementline",
            ),
        ),
        migrations.AddField(
            model_name="commissionline",
            name="line",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="shares",
                to="settlement.settlementline",
            ),
        ),
        migrations.AddConstraint(
            model_name="orderrefund",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("buyer_minor__gte", 0),
                    ("freight_minor__lte", models.F("buyer_minor")),
                    ("platform_minor__gte", 0),
                ),
                name="order_refund_positive",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementblock",
            constraint=models.UniqueConstraint(
                fields=("settlement", "business_ref"), name="block_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("platform_minor__gte", 0),
                    ("platform_minor__lte", models.F("gross_minor")),
                    ("refunded_minor__gte", 0),
                    (
                        "refunded_minor__lte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("gross_minor"), "-", models.F("platform_minor")
                        ),
                    ),
                    ("refunded_platform_minor__gte", 0),
                    ("refunded_platform_minor__lte", models.F("platform_minor")),
                    ("refunded_quantity__gte", 0),
                    ("refunded_quantity__lte", models.F("quantity")),
                ),
                name="settlement_line_refunds_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="settlementline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("fee_minor__gte", 0),
                    (
                        "gross_minor__gte",
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                django.db.models.expressions.CombinedExpression(
                                    models.F("fee_minor"), "+", models.F("shop_minor")
                                ),
                                "+",
                                models.F("refunded_minor"),
                            ),
                            "+",
                            models.F("refunded_platform_minor"),
                        ),
                    ),
                    ("shop_minor__gte", 0),
                ),
                name="settlement_line_parts_fit",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionline",
            constraint=models.UniqueConstraint(
                fields=("settlement", "key"), name="commission_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionline",
            constraint=models.CheckConstraint(
                condition=models.Q(("rate_ppm__gt", 0), ("rate_ppm__lte", 1000000)),
                name="commission_rate",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_minor__gte", 0), ("amount_minor__lte", models.F("base_minor"))
                ),
                name="commission_amount",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["pending", "settled", "cancelled", "taken_back"])
                ),
                name="commission_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="commissionline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("role__in", ["creator", "recruitment_head", "agency", "sharer", "supplier"])
                ),
                name="commission_role",
            ),
        ),
    ]
