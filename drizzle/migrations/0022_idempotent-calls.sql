-- expand
CREATE TABLE "idempotent_call" (
	"id" text PRIMARY KEY NOT NULL,
	"user_id" text NOT NULL,
	"request" text NOT NULL,
	"unknown_from" timestamp (3) with time zone NOT NULL,
	"status" integer,
	"answer" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "idempotent_call" ADD CONSTRAINT "idempotent_call_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "idempotent_call_user_id_index" ON "idempotent_call" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "idempotent_call_expires_at_index" ON "idempotent_call" USING btree ("expires_at");