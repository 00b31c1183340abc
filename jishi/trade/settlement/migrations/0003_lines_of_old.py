"""Lines for the settlements that were opened before there were any."""

from django.db import migrations

# The first line of an order takes what rounding leaves over.
LINES = """
INSERT INTO settlement_settlementline (line_id, settlement_id, position, category, quantity,
  gross_minor, platform_minor, fee_rate_ppm, fee_minor, shop_minor, refunded_quantity,
  refunded_minor, refunded_platform_minor)
SELECT id, order_id, place - 1, '', quantity, total_minor, 0, fee_rate_ppm,
  CASE WHEN is_over THEN 0 WHEN place = 1 THEN whole_fee - fees + fee ELSE fee END,
  CASE WHEN is_over THEN 0 WHEN place = 1 THEN total_minor - whole_fee + fees - fee
       ELSE total_minor - fee END,
  CASE WHEN is_over THEN quantity ELSE 0 END, CASE WHEN is_over THEN total_minor ELSE 0 END, 0
FROM (
  SELECT l.id, s.order_id, l.quantity, l.total_minor, s.fee_rate_ppm, s.fee_minor AS whole_fee,
    s.status = 'cancelled' AS is_over,
    (l.total_minor * s.fee_rate_ppm) / 1000000 AS fee,
    sum((l.total_minor * s.fee_rate_ppm) / 1000000) OVER (PARTITION BY s.order_id)::bigint AS fees,
    row_number() OVER (PARTITION BY s.order_id ORDER BY l.position) AS place
  FROM settlement_settlement s JOIN orders_orderline l ON l.order_id = s.order_id
  WHERE NOT EXISTS (SELECT FROM settlement_settlementline n WHERE n.settlement_id = s.order_id)
) AS old
"""


class Migration(migrations.Migration):
    dependencies = [("settlement", "0002_shares_per_line"), ("orders", "0001_initial")]
    operations = [migrations.RunSQL(LINES, migrations.RunSQL.noop)]
