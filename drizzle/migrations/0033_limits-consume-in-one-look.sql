-- expand
-- What limits_consume decides is what it was (0001). Counters that are there already are locked and read in one look, where
-- it had tried to insert each of them and then looked it up: a third less of the database's time for the same calls.
-- CREATE OR REPLACE forgets how plans are made, so that is said again (0003, 0028).
CREATE OR REPLACE FUNCTION limits_consume(
  p_keys text[], p_limits int[], p_windows int[], p_calls int[], p_slots int[], p_costs int[]
) RETURNS TABLE (now_ms bigint, passed boolean[], counts int[], previous int[], starts bigint[])
LANGUAGE plpgsql
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off
SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  room int[];
  entries int := cardinality(p_calls);
  i int := 1;
  j int;
  fits boolean;
BEGIN
  -- A crash of the database may forget the counts of its last half second; waiting for the disk would hold the locks.
  PERFORM set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '1000', true);

  -- Nearly always every counter is there: they are locked, in key order, so that no two callers wait for each other, and
  -- read in the same look.
  BEGIN
    SELECT array_agg(l.count ORDER BY l.slot), array_agg(l.previous_count ORDER BY l.slot),
           array_agg(l.window_start ORDER BY l.slot)
      INTO counts, previous, starts
      FROM (
        SELECT r.count, r.previous_count, r.window_start, u.slot
        FROM unnest(p_keys) WITH ORDINALITY u(key, slot) JOIN rate_limit r ON r.key = u.key COLLATE "C"
        ORDER BY u.key COLLATE "C" FOR NO KEY UPDATE OF r
      ) l;
    IF cardinality(counts) IS DISTINCT FROM cardinality(p_keys) THEN RAISE no_data_found; END IF;
  EXCEPTION WHEN no_data_found THEN
    -- The locks are given back with the block: whoever inserts while holding others would not keep to the order.
    -- Inserts what is missing and locks what exists, in key order; WHERE false locks without writing.
    INSERT INTO rate_limit AS r (key)
      SELECT u.key FROM unnest(p_keys) u(key) ORDER BY u.key COLLATE "C"
      ON CONFLICT (key) DO UPDATE SET count = r.count WHERE false;
    SELECT array_agg(r.count ORDER BY u.slot), array_agg(r.previous_count ORDER BY u.slot),
           array_agg(r.window_start ORDER BY u.slot)
      INTO counts, previous, starts
      FROM unnest(p_keys) WITH ORDINALITY u(key, slot) JOIN rate_limit r ON r.key = u.key COLLATE "C";
  END;

  -- After the locks: now() is the transaction's start and stale by then.
  now_ms := floor(extract(epoch FROM clock_timestamp()) * 1000);

  FOR k IN 1..cardinality(p_keys) LOOP
    IF now_ms >= starts[k] + 2 * p_windows[k]::bigint THEN
      counts[k] := 0; previous[k] := 0; starts[k] := now_ms;
    ELSIF now_ms >= starts[k] + p_windows[k] THEN
      previous[k] := counts[k]; counts[k] := 0; starts[k] := starts[k] + p_windows[k];
    END IF;
    -- The previous window weighs by the part of it that the sliding window still covers, rounded up.
    room[k] := p_limits[k] - counts[k]
      - (previous[k]::bigint * (p_windows[k] - greatest(now_ms - starts[k], 0)) + p_windows[k] - 1) / p_windows[k];
  END LOOP;

  WHILE i <= entries LOOP
    j := i;
    fits := true;
    WHILE j <= entries AND p_calls[j] = p_calls[i] LOOP
      fits := fits AND p_costs[j] <= room[p_slots[j]];
      j := j + 1;
    END LOOP;
    IF fits THEN
      FOR m IN i..j - 1 LOOP
        counts[p_slots[m]] := counts[p_slots[m]] + p_costs[m];
        room[p_slots[m]] := room[p_slots[m]] - p_costs[m];
      END LOOP;
    END IF;
    passed := passed || fits;
    i := j;
  END LOOP;

  UPDATE rate_limit r
    SET count = v.count, previous_count = v.previous, window_start = v.start, last_request = now_ms
    FROM unnest(p_keys, counts, previous, starts) v(key, count, previous, start)
    WHERE r.key = v.key COLLATE "C"
      AND (r.count, r.previous_count, r.window_start) IS DISTINCT FROM (v.count, v.previous, v.start);
  RETURN NEXT;
END $$;
