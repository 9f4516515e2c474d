-- expand
-- As before; besides, no session is of a service account, which has no e-mail address but `service:` and its id.
CREATE OR REPLACE FUNCTION session_guard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  person record;
BEGIN
  FOR person IN
    SELECT u.id, u.role, u.email, u.deleted_at, u.banned_at, u.banned_until FROM "user" u
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
    IF person.email LIKE 'service:%' THEN
      RAISE EXCEPTION 'The user % is a service account.', person.id USING ERRCODE = 'GH004';
    END IF;
  END LOOP;
  RETURN NEW;
END $$;
