-- expand
-- Each of its statements looks its keys up one by one, however many there are (0003), so one plan does for all calls. Left
-- to itself Postgres takes a plan for so few keys as are usual to be cheaper and makes one at each call: it cost more
-- than the rest of a call on one or two keys.
ALTER FUNCTION limits_consume(text[], int[], int[], int[], int[], int[])
  SET plan_cache_mode = force_generic_plan;
