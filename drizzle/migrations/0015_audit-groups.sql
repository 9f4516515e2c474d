-- expand
-- no transaction
ALTER TABLE "audit_event" ADD COLUMN "group_id" text;--> statement-breakpoint
CREATE INDEX CONCURRENTLY "audit_event_group_id_index" ON "audit_event" USING btree ("group_id","action","id") WHERE group_id is not null;