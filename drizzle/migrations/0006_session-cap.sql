-- No session outlives 30 days, and none of an admin who acts as somebody else one hour, whoever prolongs it.
CREATE FUNCTION "session_cap"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.expires_at := least(
    NEW.expires_at,
    NEW.created_at + CASE WHEN NEW.impersonated_by IS NULL THEN interval '720 hours' ELSE interval '1 hour' END
  );
  RETURN NEW;
END $$;
--> statement-breakpoint
CREATE TRIGGER "session_cap" BEFORE INSERT OR UPDATE OF "expires_at", "created_at", "impersonated_by" ON "session"
  FOR EACH ROW EXECUTE FUNCTION "session_cap"();
--> statement-breakpoint
UPDATE "session" SET "expires_at" = "expires_at" WHERE "expires_at" > "created_at" + interval '720 hours';
