-- expand
-- Few rows of balances, each changed by every call: room in the page keeps their updates away from the indexes.
ALTER TABLE credit_balance SET (fillfactor = 70);
--> statement-breakpoint
-- The month that holds `moment`, counted from the anchor in its zone and never from the month before: the 31st comes
-- back after February, a change of clocks moves nothing. Half open: `ends` belongs to the next one.
CREATE FUNCTION credit_period(anchor timestamptz, zone text, moment timestamptz, OUT starts timestamptz, OUT ends timestamptz)
LANGUAGE plpgsql STABLE AS $$
DECLARE a timestamp := anchor AT TIME ZONE zone; m timestamp := moment AT TIME ZONE zone; n int;
BEGIN
  n := (extract(year FROM m) - extract(year FROM a)) * 12 + extract(month FROM m) - extract(month FROM a);
  IF (a + make_interval(months => n)) AT TIME ZONE zone > moment THEN n := n - 1; END IF;
  starts := (a + make_interval(months => n)) AT TIME ZONE zone;
  ends := (a + make_interval(months => n + 1)) AT TIME ZONE zone;
END $$;
--> statement-breakpoint
-- Many calls in one round trip, first come first served. Whoever touches anything of an owner holds the balance's row.
CREATE FUNCTION credits_apply(
  p_op text[], p_owner text[], p_id text[], p_key text[], p_cost bigint[], p_ttl int[],
  p_type text[], p_units bigint[], p_metadata text[], p_actor text[], p_impersonator text[],
  p_request text[]
) RETURNS TABLE (now_ms bigint, outcomes text[], seqs bigint[], balances bigint[], helds bigint[], limits bigint[],
  useds bigint[], resets bigint[])
LANGUAGE plpgsql
-- A connection keeps the plans, and one made while the tables were small would read all of them ever after.
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
AS $$
DECLARE
  n int := cardinality(p_op);
  owners text[]; bal bigint[]; hel bigint[]; uns bigint[]; lim bigint[]; used bigint[]; due timestamptz[]; last bigint[];
  ends bigint[]; now_at timestamptz;
  slot int[]; known boolean[]; amount bigint[]; keys text[]; types text[];
  after bigint[]; cost bigint[]; s int; o text; seen text[] := '{}'; tag text;
BEGIN
  SELECT array_agg(b.owner_id), array_agg(b.balance), array_agg(b.held), array_agg(b.unsettled), array_agg(b.quota_limit),
         array_agg(b.quota_used), array_agg(b.due_at), array_agg(b.last_seq),
         array_agg((extract(epoch FROM b.period_end) * 1000)::bigint)
    INTO owners, bal, hel, uns, lim, used, due, last, ends
    FROM (SELECT * FROM credit_balance WHERE owner_id = ANY (p_owner) ORDER BY owner_id FOR UPDATE) b;
  -- After the locks: whoever waited is decided by the time they got in.
  now_at := date_trunc('milliseconds', clock_timestamp());
  now_ms := extract(epoch FROM now_at) * 1000;
  -- Each statement has a snapshot of its own (READ COMMITTED), taken after the locks: nothing of these owners is missed.
  SELECT array_agg(array_position(owners, u.o) ORDER BY u.i),
         array_agg(u.k IS NOT NULL AND (u.op = 'spend' OR u.op = 'hold') AND (
           EXISTS (SELECT FROM credit_entry e WHERE e.owner_id = u.o AND e.key = u.k) OR
           EXISTS (SELECT FROM credit_hold h WHERE h.owner_id = u.o AND h.key = u.k)) ORDER BY u.i),
         array_agg(h.credits ORDER BY u.i),
         -- What a hold was made for, its settlement is entered for.
         array_agg(CASE WHEN h.id IS NULL THEN u.k ELSE h.key END ORDER BY u.i),
         array_agg(CASE WHEN h.id IS NULL THEN u.t ELSE h.type END ORDER BY u.i)
    INTO slot, known, amount, keys, types
    FROM unnest(p_owner, p_key, p_op, p_id, p_type) WITH ORDINALITY u(o, k, op, d, t, i)
    LEFT JOIN credit_hold h ON u.op IN ('settle', 'release') AND h.id = u.d AND h.owner_id = u.o;
  outcomes := array_fill(NULL::text, ARRAY[n]); seqs := array_fill(NULL::bigint, ARRAY[n]);
  after := seqs; cost := seqs; balances := seqs; helds := seqs; limits := seqs; useds := seqs; resets := seqs;
  FOR i IN 1..n LOOP
    s := slot[i]; o := 'ok'; tag := p_owner[i] || ' ' || coalesce(p_key[i], '');
    IF s IS NULL THEN outcomes[i] := 'none'; CONTINUE; END IF;
    IF p_op[i] <> 'release' AND due[s] <= now_at THEN o := 'due';
    ELSIF p_op[i] IN ('spend', 'hold') THEN
      IF known[i] OR (p_key[i] IS NOT NULL AND tag = ANY (seen)) THEN o := 'repeated';
      ELSIF bal[s] - hel[s] < p_cost[i] THEN o := 'credits';
      ELSIF used[s] + hel[s] + p_cost[i] > lim[s] THEN o := 'quota';
      ELSIF p_op[i] = 'hold' THEN hel[s] := hel[s] + p_cost[i];
      ELSE cost[i] := p_cost[i]; END IF;
      IF o = 'ok' AND p_key[i] IS NOT NULL THEN seen := seen || tag; END IF;
    ELSIF amount[i] IS NULL OR p_id[i] = ANY (seen) THEN o := 'lapsed';
    ELSIF p_op[i] = 'settle' AND p_cost[i] > amount[i] THEN o := 'over';
    ELSE
      hel[s] := hel[s] - amount[i]; seen := seen || p_id[i];
      IF p_op[i] = 'settle' AND p_cost[i] > 0 THEN cost[i] := p_cost[i]; END IF;
    END IF;
    IF cost[i] IS NOT NULL THEN
      bal[s] := bal[s] - cost[i]; uns[s] := uns[s] + cost[i]; used[s] := used[s] + cost[i]; last[s] := last[s] + 1;
      after[i] := bal[s]; seqs[i] := last[s];
    END IF;
    outcomes[i] := o; balances[i] := bal[s]; helds[i] := hel[s]; limits[i] := lim[s]; useds[i] := used[s]; resets[i] := ends[s];
  END LOOP;
  UPDATE credit_balance b
     SET balance = v.b, held = v.h, unsettled = v.u, quota_used = v.q, last_seq = v.l, updated_at = now_at
    FROM unnest(owners, bal, hel, uns, used, last) v(o, b, h, u, q, l)
   WHERE b.owner_id = v.o AND (b.balance, b.held) IS DISTINCT FROM (v.b, v.h);
  INSERT INTO credit_entry (owner_id, seq, kind, credits, balance_after, type, units, metadata, key,
                            actor_id, impersonator_id, request_id, created_at)
    SELECT u.o, u.s, 'spend', -u.c, u.a, u.t, u.n, u.m::jsonb, u.k, u.w, u.y, u.r, now_at
      FROM unnest(p_owner, seqs, cost, after, types, p_units, p_metadata, keys, p_actor, p_impersonator, p_request)
           u(o, s, c, a, t, n, m, k, w, y, r)
     WHERE u.s IS NOT NULL;
  INSERT INTO credit_hold (id, owner_id, credits, key, type, actor_id, request_id, expires_at, created_at)
    SELECT u.d, u.o, u.c, u.k, u.t, u.w, u.r, now_at + make_interval(secs => u.l / 1000.0), now_at
      FROM unnest(p_op, p_id, p_owner, p_cost, p_key, p_type, p_actor, p_request, p_ttl, outcomes) u(op, d, o, c, k, t, w, r, l, x)
     WHERE u.op = 'hold' AND u.x = 'ok';
  DELETE FROM credit_hold h USING unnest(p_op, p_id, p_owner, outcomes) u(op, d, o, x)
   WHERE u.op IN ('settle', 'release') AND u.x = 'ok' AND h.id = u.d AND h.owner_id = u.o;
  RETURN NEXT;
END $$;
--> statement-breakpoint
CREATE FUNCTION credit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'The ledger of credits is append-only: % is refused.', TG_OP
    USING ERRCODE = 'integrity_constraint_violation',
      HINT = 'Enter a correction as an adjustment of its own.';
END $$;
--> statement-breakpoint
CREATE TRIGGER credit_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON credit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION credit_entry_refuse();
