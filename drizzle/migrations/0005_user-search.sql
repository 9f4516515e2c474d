-- Search from three letters on. Additions go straight into the index: a list of pending ones would be read by each search.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE INDEX user_search_index ON "user" USING gin (name_key gin_trgm_ops, email_key gin_trgm_ops) WITH (fastupdate = off);
--> statement-breakpoint
-- user.providers: the providers of all accounts of a user, each once. The row's lock makes two accounts that are linked
-- at the same moment wait for each other, and the update after it sees both.
CREATE FUNCTION keep_user_providers() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  concerned text;
BEGIN
  FOR concerned IN
    SELECT DISTINCT each FROM unnest(ARRAY[
      CASE WHEN TG_OP <> 'INSERT' THEN OLD.user_id END,
      CASE WHEN TG_OP <> 'DELETE' THEN NEW.user_id END
    ]) AS each WHERE each IS NOT NULL ORDER BY each
  LOOP
    PERFORM 1 FROM "user" WHERE id = concerned FOR NO KEY UPDATE;
    UPDATE "user" SET providers = present.providers
    FROM (
      SELECT coalesce(array_agg(DISTINCT provider_id ORDER BY provider_id), '{}') AS providers
      FROM account WHERE user_id = concerned
    ) AS present
    WHERE id = concerned AND "user".providers <> present.providers;
  END LOOP;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER account_keeps_user_providers AFTER INSERT OR DELETE OR UPDATE OF provider_id, user_id ON account
  FOR EACH ROW EXECUTE FUNCTION keep_user_providers();
--> statement-breakpoint
UPDATE "user" SET providers = present.providers
FROM (
  SELECT user_id, array_agg(DISTINCT provider_id ORDER BY provider_id) AS providers FROM account GROUP BY user_id
) AS present
WHERE id = present.user_id;
