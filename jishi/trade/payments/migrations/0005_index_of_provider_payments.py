from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # an index is built beside the writes that go on

    dependencies = [
        ('payments', '0004_chargebacks_and_bills'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='payment',
            index=models.Index(condition=models.Q(('provider_payment_id', ''), _negated=True), fields=['provider_payment_id'], name='payment_at_provider'),
        ),
    ]
