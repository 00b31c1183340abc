from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("orders", "0004_line_refunds")]

    operations = [migrations.AddField("order", "ship_from", models.DateTimeField(null=True))]
