from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_attributes_index")]

    operations = [
        migrations.RemoveConstraint("sku", "sku_code_once"),
        migrations.AddConstraint(
            "sku",
            models.UniqueConstraint(
                deferrable=models.Deferrable.DEFERRED,
                fields=("product", "code"),
                name="sku_code_once",
            ),
        ),
    ]
