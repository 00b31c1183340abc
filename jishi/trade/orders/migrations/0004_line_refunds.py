"""What was given back of each line."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0003_discounts'),
    ]

    operations = [
        migrations.AddField(
            model_name='orderline',
            name='refunded_minor',
            field=models.BigIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='orderline',
            name='refunded_quantity',
            field=models.IntegerField(db_default=0, default=0),
        ),
        migrations.AddConstraint(
            model_name='orderline',
            constraint=models.CheckConstraint(condition=models.Q(('refunded_minor__gte', 0), ('refunded_minor__lte', models.F('total_minor')), ('refunded_quantity__gte', 0), ('refunded_quantity__lte', models.F('quantity'))), name='order_line_refunds_fit'),
        ),
    ]
