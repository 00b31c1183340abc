"""What the database itself guarantees: balance, floors, append-only, nothing left unsealed."""

from django.db import migrations

FLOORED = """
CREATE FUNCTION ledger_is_floored(account text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT NOT (account LIKE 'platform:%' OR account LIKE 'provider:%' OR account LIKE 'hold:%')
$$;
"""

# Every entry sums to zero, per currency and apart for what is pending; checked at commit.
ZERO_SUM = """
CREATE FUNCTION ledger_check_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted uuid;
  lines bigint;
  crooked bigint;
BEGIN
  IF TG_TABLE_NAME = 'ledger_posting' THEN wanted := NEW.entry_id; ELSE wanted := NEW.id; END IF;
  SELECT coalesce(sum(n), 0), count(*) FILTER (WHERE total <> 0) INTO lines, crooked FROM (
    SELECT count(*) AS n, sum(amount_minor) AS total FROM public.ledger_posting
    WHERE entry_id = wanted GROUP BY currency, is_pending
  ) AS sums;
  IF lines = 0 OR crooked > 0 THEN
    RAISE EXCEPTION 'entry % does not sum to zero', wanted USING ERRCODE = 'JL002';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entry_balanced AFTER INSERT ON ledger_entry
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_entry();
CREATE CONSTRAINT TRIGGER ledger_posting_balanced AFTER INSERT ON ledger_posting
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_entry();
"""

# For everyone, the owner included. A superuser who switches triggers off is found by the chain.
APPEND_ONLY = """
CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'JL003';
END $$;
CREATE TRIGGER ledger_entry_no_change BEFORE UPDATE OR DELETE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_entry_no_truncate BEFORE TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_posting_no_change BEFORE UPDATE OR DELETE ON ledger_posting
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_posting_no_truncate BEFORE TRUNCATE ON ledger_posting
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_seal_no_change BEFORE UPDATE OR DELETE ON ledger_seal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_seal_no_truncate BEFORE TRUNCATE ON ledger_seal
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse_change();
"""

# Balances follow postings in the same statement, in the order of account names: whoever posts
# to the same accounts waits in the same order. Money that is not there stops it (JL001).
BALANCES = """
CREATE FUNCTION ledger_apply_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
  line record;
BEGIN
  FOR line IN
    SELECT account, currency,
           coalesce(sum(amount_minor) FILTER (WHERE NOT is_pending), 0)::bigint AS moved,
           coalesce(-sum(amount_minor) FILTER (WHERE is_pending), 0)::bigint AS held
    FROM fresh WHERE public.ledger_is_floored(account)
    GROUP BY account, currency ORDER BY account, currency
  LOOP
    IF line.moved >= 0 AND line.held = 0 THEN
      INSERT INTO public.ledger_accountbalance AS b (account, currency, posted_minor, held_minor)
        VALUES (line.account, line.currency, line.moved, 0)
        ON CONFLICT (account, currency)
        DO UPDATE SET posted_minor = b.posted_minor + excluded.posted_minor;
    ELSE
      UPDATE public.ledger_accountbalance
        SET posted_minor = posted_minor + line.moved, held_minor = held_minor + line.held
        WHERE account = line.account AND currency = line.currency
          AND posted_minor + line.moved >= held_minor + line.held
          AND held_minor + line.held >= 0;
      IF NOT FOUND THEN
        RAISE EXCEPTION 'not enough on %', line.account
          USING ERRCODE = 'JL001', DETAIL = line.account;
      END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_posting_applied AFTER INSERT ON ledger_posting
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_apply_postings();
"""

# Whatever is added waits for its seal; holds are open from their entry to the one that ends them.
NOTED = """
CREATE FUNCTION ledger_note_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  INSERT INTO public.ledger_unsealed (entry_id) VALUES (NEW.id);
  IF NEW.phase = 'pending' THEN
    INSERT INTO public.ledger_openhold (entry_id, expires_at) VALUES (NEW.id, NEW.expires_at);
  ELSIF NEW.resolves_id IS NOT NULL THEN
    DELETE FROM public.ledger_openhold WHERE entry_id = NEW.resolves_id;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'hold % is not open', NEW.resolves_id USING ERRCODE = 'JL004';
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER ledger_entry_noted AFTER INSERT ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_note_entry();
"""

# One round trip for a whole entry. A refusal is an answer, not an error: the block's own
# subtransaction takes back what it wrote and the caller's transaction stays usable.
POST = """
CREATE FUNCTION ledger_post_entry(
  p_id uuid, p_ref text, p_kind text, p_phase text, p_resolves uuid, p_key text, p_hash text,
  p_memo text, p_actor_kind text, p_actor_id uuid, p_at timestamptz, p_expires timestamptz,
  p_accounts text[], p_amounts bigint[], p_currencies text[], p_pending boolean[]
) RETURNS TABLE (outcome text, known_id uuid, known_hash text, subject text)
LANGUAGE plpgsql AS $$
DECLARE
  short text;
BEGIN
  INSERT INTO public.ledger_entry (id, business_ref, kind, phase, resolves_id, idempotency_key,
      input_hash, memo, actor_kind, actor_id, at, expires_at)
    VALUES (p_id, p_ref, p_kind, p_phase, p_resolves, p_key, p_hash, p_memo, p_actor_kind,
      p_actor_id, p_at, p_expires)
    ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RETURN QUERY SELECT 'known', e.id, e.input_hash::text, e.phase::text
      FROM public.ledger_entry e
      WHERE e.business_ref = p_ref OR e.idempotency_key = p_key OR e.resolves_id = p_resolves
      ORDER BY (e.input_hash = p_hash) DESC, (e.business_ref = p_ref) DESC LIMIT 1;
    RETURN;
  END IF;
  INSERT INTO public.ledger_posting
      (entry_id, position, account, amount_minor, currency, is_pending)
    SELECT p_id, line.n - 1, line.a, line.m, line.c, line.p
    FROM unnest(p_accounts, p_amounts, p_currencies, p_pending)
      WITH ORDINALITY AS line (a, m, c, p, n);
  RETURN QUERY SELECT 'posted', p_id, p_hash, ''::text;
EXCEPTION WHEN SQLSTATE 'JL001' THEN
  GET STACKED DIAGNOSTICS short = PG_EXCEPTION_DETAIL;
  RETURN QUERY SELECT 'short', NULL::uuid, NULL::text, short;
WHEN SQLSTATE 'JL004' THEN
  RETURN QUERY SELECT 'ended', NULL::uuid, NULL::text, ''::text;
END $$;
"""

FORWARD = (FLOORED, ZERO_SUM, APPEND_ONLY, BALANCES, NOTED, POST)
BACKWARD = """
DROP FUNCTION ledger_post_entry;
DROP FUNCTION ledger_note_entry CASCADE;
DROP FUNCTION ledger_apply_postings CASCADE;
DROP FUNCTION ledger_refuse_change CASCADE;
DROP FUNCTION ledger_check_entry CASCADE;
DROP FUNCTION ledger_is_floored;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL("".join(FORWARD), BACKWARD)]
