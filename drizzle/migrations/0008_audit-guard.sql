-- The audit log is appended to and never changed. The sealer sets position and chain of a row once; audit_erase and
-- audit_prune open the door for their own statement by a setting that they take back, as a rollback does. Who may run any
-- SQL can open it too: that is what the signatures are for.
CREATE FUNCTION audit_guard_row() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  door text := current_setting('gatehouse.audit_door', true);
  allowed audit_event;
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF door = 'prune' THEN RETURN OLD; END IF;
    RAISE EXCEPTION 'The audit log is append-only: row % cannot be deleted.', OLD.id
      USING ERRCODE = 'integrity_constraint_violation',
        HINT = 'Old rows go by the retention setting. To erase a person''s data, purge the user.';
  END IF;
  allowed := OLD;
  IF door = 'erase' THEN
    IF NEW.actor_facts IS NULL AND NEW.actor_salt IS NULL THEN
      allowed.actor_facts := NULL;
      allowed.actor_salt := NULL;
    END IF;
    IF NEW.subject_facts IS NULL AND NEW.subject_salt IS NULL THEN
      allowed.subject_facts := NULL;
      allowed.subject_salt := NULL;
    END IF;
  ELSIF OLD.position IS NULL AND NEW.position IS NOT NULL AND NEW.chain IS NOT NULL THEN
    allowed.position := NEW.position;
    allowed.chain := NEW.chain;
  END IF;
  IF NEW *= allowed THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'The audit log is append-only: row % cannot be changed.', OLD.id
    USING ERRCODE = 'integrity_constraint_violation',
      HINT = 'Record a correction as a row of its own. To erase a person''s data, purge the user.';
END $$;
--> statement-breakpoint
CREATE FUNCTION audit_guard_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % is refused.', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'integrity_constraint_violation',
      HINT = 'Old rows of the audit log go by the retention setting; what that leaves behind stays.';
END $$;
--> statement-breakpoint
CREATE TRIGGER audit_event_guard_row BEFORE UPDATE OR DELETE ON audit_event
  FOR EACH ROW EXECUTE FUNCTION audit_guard_row();
--> statement-breakpoint
CREATE TRIGGER audit_event_guard_table BEFORE TRUNCATE ON audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION audit_guard_table();
--> statement-breakpoint
CREATE TRIGGER audit_checkpoint_guard_table BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION audit_guard_table();
--> statement-breakpoint
-- Takes the readable facts about a person out of the log and answers of how many rows. The caller leaves a checkpoint.
CREATE FUNCTION audit_erase(person text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  erased bigint;
BEGIN
  -- Not a SET clause of the function: only a superuser may give one a setting that Postgres does not know.
  PERFORM set_config('gatehouse.audit_door', 'erase', true);
  WITH concerned AS (
    SELECT id FROM audit_event WHERE actor_id = person
    UNION SELECT id FROM audit_event WHERE impersonator_id = person
    UNION SELECT id FROM audit_event WHERE subject_id = person AND subject_type = 'user'
  )
  UPDATE audit_event SET
    actor_facts = CASE WHEN person IN (actor_id, impersonator_id) THEN NULL ELSE actor_facts END,
    actor_salt = CASE WHEN person IN (actor_id, impersonator_id) THEN NULL ELSE actor_salt END,
    subject_facts = CASE WHEN subject_type = 'user' AND subject_id = person THEN NULL ELSE subject_facts END,
    subject_salt = CASE WHEN subject_type = 'user' AND subject_id = person THEN NULL ELSE subject_salt END
  WHERE id IN (SELECT id FROM concerned);
  GET DIAGNOSTICS erased = ROW_COUNT;
  PERFORM set_config('gatehouse.audit_door', '', true);
  RETURN erased;
END $$;
--> statement-breakpoint
-- Deletes the sealed rows up to a position and answers how many. The caller leaves a checkpoint.
CREATE FUNCTION audit_prune(last_position bigint) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  pruned bigint;
BEGIN
  PERFORM set_config('gatehouse.audit_door', 'prune', true);
  DELETE FROM audit_event WHERE position <= last_position;
  GET DIAGNOSTICS pruned = ROW_COUNT;
  PERFORM set_config('gatehouse.audit_door', '', true);
  RETURN pruned;
END $$;
