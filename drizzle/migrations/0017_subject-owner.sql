-- expand
-- no transaction
ALTER TABLE "audit_event" ADD COLUMN "subject_owner_id" text;--> statement-breakpoint
CREATE INDEX CONCURRENTLY "audit_event_subject_owner_id_index" ON "audit_event" USING btree ("subject_owner_id") WHERE subject_owner_id is not null;
--> statement-breakpoint
-- Also the facts of what is no user and belongs to the person.
CREATE OR REPLACE FUNCTION audit_erase(person text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  erased bigint;
BEGIN
  PERFORM set_config('gatehouse.audit_door', 'erase', true);
  WITH concerned AS (
    SELECT id FROM audit_event WHERE actor_id = person
    UNION SELECT id FROM audit_event WHERE impersonator_id = person
    UNION SELECT id FROM audit_event WHERE subject_id = person AND subject_type = 'user'
    UNION SELECT id FROM audit_event WHERE subject_owner_id = person
  )
  UPDATE audit_event SET
    actor_facts = CASE WHEN person IN (actor_id, impersonator_id) THEN NULL ELSE actor_facts END,
    actor_salt = CASE WHEN person IN (actor_id, impersonator_id) THEN NULL ELSE actor_salt END,
    subject_facts = CASE WHEN subject_owner_id = person OR (subject_type = 'user' AND subject_id = person)
      THEN NULL ELSE subject_facts END,
    subject_salt = CASE WHEN subject_owner_id = person OR (subject_type = 'user' AND subject_id = person)
      THEN NULL ELSE subject_salt END
  WHERE id IN (SELECT id FROM concerned);
  GET DIAGNOSTICS erased = ROW_COUNT;
  PERFORM set_config('gatehouse.audit_door', '', true);
  RETURN erased;
END $$;
