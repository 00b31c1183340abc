from django.db import migrations

# The table of shares that nothing writes is kept for older releases; tied to settlements it would
# stop whoever empties those (Django's own flush, for one).
FREE = """
DO $$
DECLARE tie record;
BEGIN
  FOR tie IN SELECT conname FROM pg_constraint
    WHERE contype = 'f' AND conrelid = to_regclass('settlement_share')
  LOOP
    EXECUTE format('ALTER TABLE settlement_share DROP CONSTRAINT %I', tie.conname);
  END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("settlement", "0004_payouts_and_terms")]
    operations = [migrations.RunSQL(FREE, migrations.RunSQL.noop)]
