-- A session is made after its user was looked up, so a ban or deletion may have been committed in between. Here the
-- user's row is held: either the act waits and then ends this session, or it has happened and this refuses. The same
-- for the admin who acts as the user. Rows are locked in the order of their ids, as every act locks them.
CREATE FUNCTION session_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  person record;
BEGIN
  FOR person IN
    SELECT u.id, u.role, u.deleted_at, u.banned_at, u.banned_until FROM "user" u
    WHERE u.id IN (NEW.user_id, NEW.impersonated_by)
    ORDER BY u.id FOR SHARE
  LOOP
    IF person.deleted_at IS NOT NULL THEN
      RAISE EXCEPTION 'The user % is deleted.', person.id USING ERRCODE = 'GH001';
    END IF;
    IF person.banned_at IS NOT NULL
      AND (person.banned_until IS NULL OR person.banned_until > clock_timestamp()) THEN
      RAISE EXCEPTION 'The user % is banned.', person.id USING ERRCODE = 'GH002';
    END IF;
    IF person.id = NEW.impersonated_by AND person.role <> 'admin' THEN
      RAISE EXCEPTION 'The user % is no admin any more.', person.id USING ERRCODE = 'GH003';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER session_guard BEFORE INSERT ON session FOR EACH ROW EXECUTE FUNCTION session_guard();
