-- expand
-- Processes keep sessions with their users in memory (`session-cache.ts`). Whoever revokes or changes one of them, here
-- all processes are told whose they were, as the transaction commits; ids of users only. A process that makes the change
-- is told at once as well, beside the answer of the statement: it must not believe, right after its own commit, what it
-- remembers. Above a hundred users it is everybody, `null`. Signing in, being seen and prolonging a session tell nothing.
CREATE FUNCTION tell_callers(users text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  told text := CASE WHEN cardinality(users) <= 100 THEN to_json(users)::text ELSE 'null' END;
BEGIN
  IF cardinality(users) = 0 THEN
    RETURN;
  END IF;
  RAISE INFO 'gatehouse_callers %', told;
  PERFORM pg_notify('gatehouse_callers', told);
END $$;
--> statement-breakpoint
CREATE FUNCTION session_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callers(ARRAY(SELECT DISTINCT user_id FROM gone LIMIT 101));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER session_end AFTER DELETE ON session REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION session_end();
--> statement-breakpoint
CREATE FUNCTION session_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callers(ARRAY(
    SELECT DISTINCT was.user_id FROM was LEFT JOIN is_now USING (id)
    WHERE is_now.expires_at IS NULL OR is_now.expires_at < was.expires_at
      OR (was.user_id, was.token, was.created_at, was.confirmed_at, was.impersonated_by)
        IS DISTINCT FROM (is_now.user_id, is_now.token, is_now.created_at, is_now.confirmed_at, is_now.impersonated_by)
    LIMIT 101
  ));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER session_change AFTER UPDATE ON session REFERENCING OLD TABLE AS was NEW TABLE AS is_now
  FOR EACH STATEMENT EXECUTE FUNCTION session_change();
--> statement-breakpoint
CREATE FUNCTION user_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM tell_callers(ARRAY(
    SELECT was.id FROM was LEFT JOIN is_now USING (id)
    WHERE (was.name, was.email, was.email_verified, was.image, was.role, was.two_factor_enabled, was.created_at,
        was.banned_at, was.banned_until, was.deleted_at, was.pending_since)
      IS DISTINCT FROM (is_now.name, is_now.email, is_now.email_verified, is_now.image, is_now.role,
        is_now.two_factor_enabled, is_now.created_at, is_now.banned_at, is_now.banned_until, is_now.deleted_at,
        is_now.pending_since)
    LIMIT 101
  ));
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER user_change AFTER UPDATE ON "user" REFERENCING OLD TABLE AS was NEW TABLE AS is_now
  FOR EACH STATEMENT EXECUTE FUNCTION user_change();
--> statement-breakpoint
CREATE FUNCTION sessions_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE INFO 'gatehouse_callers null';
  PERFORM pg_notify('gatehouse_callers', 'null');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER sessions_gone AFTER TRUNCATE ON session FOR EACH STATEMENT EXECUTE FUNCTION sessions_gone();
