-- Better Auth ends a user's sessions and only then sets the new password, in one transaction. A sign-in that verified the
-- old password between the two has a session that it did not see: it is ended here, where the account's row is held.
CREATE FUNCTION end_sessions_of_password() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM session WHERE user_id = NEW.user_id;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER end_sessions_of_password AFTER UPDATE OF password ON account FOR EACH ROW
  WHEN (OLD.password IS DISTINCT FROM NEW.password) EXECUTE FUNCTION end_sessions_of_password();
