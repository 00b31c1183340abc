from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0001_initial")]

    operations = [
        # Order numbers are made from it; gaps are harmless, waiting for each other is not.
        migrations.RunSQL(
            "CREATE SEQUENCE IF NOT EXISTS orders_number_seq CACHE 20",
            "DROP SEQUENCE IF EXISTS orders_number_seq",
        ),
    ]
