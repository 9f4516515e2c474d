-- contract
DROP INDEX "user_last_active_at_id_index";--> statement-breakpoint
CREATE INDEX "user_last_active_at_id_index" ON "user" USING btree ("last_active_at","id","created_at","deleted_at");