-- Counters are updated all the time: room on each page keeps the new row version beside the old one (HOT updates).
ALTER TABLE "rate_limit" SET (fillfactor = 70);
--> statement-breakpoint
-- Decides many waiting calls in one round trip, first come first served. A call passes when every counter it names has
-- room for its cost (sliding window over two counters), and then costs each of them; a refused call costs nothing.
--   p_keys, p_limits, p_windows  one entry a counter: its key (each once), limit and window in milliseconds
--   p_calls, p_slots, p_costs    one entry a call and counter: the call's number (entries of a call are neighbours),
--                                the counter's place in p_keys, the cost
-- Answers with the database's time, one boolean a call, and the counters after it in the order of p_keys.
-- It must be the only statement of its transaction, at READ COMMITTED.
CREATE FUNCTION limits_consume(
  p_keys text[], p_limits int[], p_windows int[], p_calls int[], p_slots int[], p_costs int[]
) RETURNS TABLE (now_ms bigint, passed boolean[], counts int[], previous int[], starts bigint[])
LANGUAGE plpgsql AS $$
DECLARE
  room int[];
  entries int := cardinality(p_calls);
  i int := 1;
  j int;
  fits boolean;
BEGIN
  -- A crash of the database may forget the counts of its last half second; waiting for the disk would hold the locks.
  PERFORM set_config('synchronous_commit', 'off', true), set_config('lock_timeout', '1000', true);

  -- Inserts what is missing and locks what exists, in key order, so that no two callers wait for each other.
  -- WHERE false locks without writing.
  INSERT INTO rate_limit AS r (key)
    SELECT u.key FROM unnest(p_keys) u(key) ORDER BY u.key COLLATE "C"
    ON CONFLICT (key) DO UPDATE SET count = r.count WHERE false;

  -- After the locks: now() is the transaction's start and stale by then.
  now_ms := floor(extract(epoch FROM clock_timestamp()) * 1000);

  SELECT array_agg(r.count ORDER BY u.slot), array_agg(r.previous_count ORDER BY u.slot),
         array_agg(r.window_start ORDER BY u.slot)
    INTO counts, previous, starts
    FROM unnest(p_keys) WITH ORDINALITY u(key, slot) JOIN rate_limit r ON r.key = u.key COLLATE "C";

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
