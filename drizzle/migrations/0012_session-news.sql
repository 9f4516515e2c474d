-- Whoever ends a session (an act, Better Auth, a new password, the end of the session in which it was begun), the open
-- pages of its user on every replica are told as the transaction commits; `live-news.ts` is the other end. A session that
-- had run out by itself is no news. Above a hundred users nobody's list of sessions is read anew, but every stream is
-- looked at all the same.
CREATE FUNCTION session_news() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('gatehouse_live', json_build_object(
    'to', json_build_object('userId', ended.user_id), 'news', json_build_object('kind', 'sessions'))::text)
  FROM (SELECT DISTINCT user_id FROM gone WHERE expires_at > statement_timestamp() LIMIT 100) AS ended;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER session_news AFTER DELETE ON session REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION session_news();
