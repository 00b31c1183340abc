from django.db import migrations, models

# One statement: at no moment may two SKUs of a product have one code.
_DEFER = """
ALTER TABLE catalog_sku
    DROP CONSTRAINT sku_code_once,
    ADD CONSTRAINT sku_code_once
        UNIQUE (product_id, code) DEFERRABLE INITIALLY DEFERRED;
"""


class Migration(migrations.Migration):
    dependencies = [("catalog", "0005_attributes_index")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_DEFER)],
            state_operations=[
                migrations.RemoveConstraint("sku", "sku_code_once"),
                migrations.AddConstraint(
                    "sku",
                    models.UniqueConstraint(
                        deferrable=models.Deferrable.DEFERRED,
                        fields=("product", "code"),
                        name="sku_code_once",
                    ),
                ),
            ],
        ),
    ]
