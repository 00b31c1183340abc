from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # an index is built beside the writes that go on
    dependencies = [("catalog", "0004_stock_by_warehouse")]

    operations = [
        AddIndexConcurrently(
            "product",
            GinIndex(
                condition=models.Q(("listing_status", "listed")),
                fields=["attributes"],
                name="product_attributes",
                opclasses=["jsonb_path_ops"],
            ),
        ),
    ]
