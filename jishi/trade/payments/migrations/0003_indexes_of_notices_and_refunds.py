from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False  # an index is built beside the writes that go on

    dependencies = [
        ('payments', '0002_attempts_and_notices'),
    ]

    operations = [
        AddIndexConcurrently(
            model_name='paymentnotice',
            index=models.Index(fields=['-received_at'], name='notice_newest'),
        ),
        AddIndexConcurrently(
            model_name='refund',
            index=models.Index(condition=models.Q(('next_query_at__isnull', False)), fields=['next_query_at'], name='refund_to_query'),
        ),
    ]
