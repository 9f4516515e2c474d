-- expand
-- no transaction
ALTER TABLE "credit_balance" ADD COLUMN "plan_until" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX CONCURRENTLY "credit_entry_owner_id_not_spent_index" ON "credit_entry" USING btree ("owner_id","seq") WHERE "credit_entry"."kind" <> 'spend';