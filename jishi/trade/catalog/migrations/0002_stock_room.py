from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [
        # Room on each page lets a sale update its row in place, without touching an index.
        migrations.RunSQL(
            "ALTER TABLE catalog_stock SET (fillfactor = 60)",
            "ALTER TABLE catalog_stock RESET (fillfactor)",
        ),
    ]
