-- expand
CREATE TABLE "subscription" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"created_by" text,
	"plan" varchar(50) NOT NULL,
	"next_plan" varchar(50),
	"amount" integer NOT NULL,
	"currency" char(3) NOT NULL,
	"status" text DEFAULT 'created' NOT NULL,
	"intent_key" varchar(64) NOT NULL,
	"live_mode" boolean NOT NULL,
	"stripe_session_id" varchar(255),
	"stripe_subscription_id" varchar(255),
	"stripe_customer_id" varchar(255),
	"period_start" timestamp (3) with time zone,
	"period_end" timestamp (3) with time zone,
	"cancel_at" timestamp (3) with time zone,
	"began_at" timestamp (3) with time zone,
	"ended_at" timestamp (3) with time zone,
	"checks_begun" integer DEFAULT 0 NOT NULL,
	"check_applied" integer DEFAULT 0 NOT NULL,
	"checked_at" timestamp (3) with time zone,
	"next_check_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "subscription_stripe_session_id_unique" UNIQUE("stripe_session_id"),
	CONSTRAINT "subscription_stripe_subscription_id_unique" UNIQUE("stripe_subscription_id"),
	CONSTRAINT "subscription_amount" CHECK ("subscription"."amount" > 0),
	CONSTRAINT "subscription_status" CHECK ("subscription"."status" in ('created', 'abandoned', 'incomplete', 'incomplete_expired', 'trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled')),
	CONSTRAINT "subscription_status_running" CHECK ("subscription"."status" not in ('trialing', 'active', 'past_due') or ("subscription"."began_at" is not null and "subscription"."period_start" is not null)),
	CONSTRAINT "subscription_status_known" CHECK (("subscription"."stripe_subscription_id" is not null) = ("subscription"."status" not in ('created', 'abandoned'))),
	CONSTRAINT "subscription_status_ended" CHECK (("subscription"."ended_at" is not null) = ("subscription"."status" in ('abandoned', 'incomplete_expired', 'canceled'))),
	CONSTRAINT "subscription_next_plan" CHECK ("subscription"."next_plan" is null or "subscription"."status" in ('trialing', 'active', 'past_due')),
	CONSTRAINT "subscription_period" CHECK (("subscription"."period_start" is null) = ("subscription"."period_end" is null) and "subscription"."period_start" < "subscription"."period_end")
);
--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_owner_id_organization_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "subscription_owner_id_running_unique" ON "subscription" USING btree ("owner_id") WHERE "subscription"."status" in ('trialing', 'active', 'past_due');--> statement-breakpoint
CREATE UNIQUE INDEX "subscription_owner_id_intent_key_unique" ON "subscription" USING btree ("owner_id","intent_key");--> statement-breakpoint
CREATE INDEX "subscription_owner_id_created_at_index" ON "subscription" USING btree ("owner_id","created_at");--> statement-breakpoint
CREATE INDEX "subscription_next_check_at_index" ON "subscription" USING btree ("next_check_at") WHERE "subscription"."next_check_at" is not null;--> statement-breakpoint
CREATE INDEX "subscription_created_by_index" ON "subscription" USING btree ("created_by");