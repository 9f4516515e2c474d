-- expand
CREATE TABLE "credit_balance" (
	"owner_id" text PRIMARY KEY NOT NULL,
	"balance" bigint DEFAULT 0 NOT NULL,
	"held" bigint DEFAULT 0 NOT NULL,
	"unsettled" bigint DEFAULT 0 NOT NULL,
	"quota_limit" bigint,
	"quota_used" bigint DEFAULT 0 NOT NULL,
	"plan" text DEFAULT 'free' NOT NULL,
	"time_zone" varchar(64) DEFAULT 'UTC' NOT NULL,
	"period_anchor" timestamp (3) with time zone NOT NULL,
	"period_start" timestamp (3) with time zone NOT NULL,
	"period_end" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"last_seq" bigint DEFAULT 0 NOT NULL,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "credit_balance_not_negative" CHECK ("credit_balance"."balance" >= 0 and "credit_balance"."held" >= 0 and "credit_balance"."held" <= "credit_balance"."balance" and "credit_balance"."unsettled" >= 0),
	CONSTRAINT "credit_balance_quota" CHECK ("credit_balance"."quota_used" >= 0 and ("credit_balance"."quota_limit" is null or "credit_balance"."quota_limit" >= 0)),
	CONSTRAINT "credit_balance_period" CHECK ("credit_balance"."period_start" < "credit_balance"."period_end" and "credit_balance"."due_at" <= "credit_balance"."period_end")
);
--> statement-breakpoint
CREATE TABLE "credit_entry" (
	"owner_id" text NOT NULL,
	"seq" bigint NOT NULL,
	"kind" text NOT NULL,
	"credits" bigint NOT NULL,
	"balance_after" bigint NOT NULL,
	"type" varchar(100),
	"units" bigint,
	"metadata" jsonb,
	"key" varchar(200),
	"actor_id" text,
	"impersonator_id" text,
	"request_id" varchar(64) NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credit_entry_owner_id_seq_pk" PRIMARY KEY("owner_id","seq"),
	CONSTRAINT "credit_entry_seq" CHECK ("credit_entry"."seq" > 0),
	CONSTRAINT "credit_entry_kind" CHECK ("credit_entry"."kind" in ('grant', 'purchase', 'plan', 'reward', 'adjust', 'spend', 'expire', 'refund', 'reinstate')),
	CONSTRAINT "credit_entry_sign" CHECK ("credit_entry"."credits" <> 0 and ("credit_entry"."kind" = 'adjust' or ("credit_entry"."credits" < 0) = ("credit_entry"."kind" in ('spend', 'expire', 'refund')))),
	CONSTRAINT "credit_entry_balance_after" CHECK ("credit_entry"."balance_after" >= 0),
	CONSTRAINT "credit_entry_metadata" CHECK (pg_column_size("credit_entry"."metadata") <= 65536)
);
--> statement-breakpoint
CREATE TABLE "credit_hold" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"credits" bigint NOT NULL,
	"key" varchar(200),
	"type" varchar(100) NOT NULL,
	"actor_id" text,
	"request_id" varchar(64) NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credit_hold_credits" CHECK ("credit_hold"."credits" > 0)
);
--> statement-breakpoint
CREATE TABLE "credit_lot" (
	"id" text PRIMARY KEY NOT NULL,
	"owner_id" text NOT NULL,
	"kind" text NOT NULL,
	"credits" bigint NOT NULL,
	"remaining" bigint NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "credit_lot_kind" CHECK ("credit_lot"."kind" in ('grant', 'purchase', 'plan', 'reward', 'adjust', 'reinstate')),
	CONSTRAINT "credit_lot_remaining" CHECK ("credit_lot"."credits" > 0 and "credit_lot"."remaining" between 0 and "credit_lot"."credits")
);
--> statement-breakpoint
CREATE TABLE "entitlement" (
	"owner_id" text NOT NULL,
	"key" varchar(100) NOT NULL,
	"source" text NOT NULL,
	"value" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"reason" varchar(500) NOT NULL,
	"set_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "entitlement_owner_id_key_source_pk" PRIMARY KEY("owner_id","key","source"),
	CONSTRAINT "entitlement_source" CHECK ("entitlement"."source" in ('admin', 'promo'))
);
--> statement-breakpoint
CREATE TABLE "organization" (
	"id" text PRIMARY KEY NOT NULL,
	"name" varchar(150) DEFAULT '' NOT NULL,
	"personal_user_id" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "organization_personal_user_id_unique" UNIQUE("personal_user_id")
);
--> statement-breakpoint
ALTER TABLE "credit_balance" ADD CONSTRAINT "credit_balance_owner_id_organization_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."organization"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_entry" ADD CONSTRAINT "credit_entry_owner_id_credit_balance_owner_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."credit_balance"("owner_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_hold" ADD CONSTRAINT "credit_hold_owner_id_credit_balance_owner_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."credit_balance"("owner_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "credit_lot" ADD CONSTRAINT "credit_lot_owner_id_credit_balance_owner_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."credit_balance"("owner_id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entitlement" ADD CONSTRAINT "entitlement_owner_id_organization_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."organization"("id") ON DELETE restrict ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "entitlement" ADD CONSTRAINT "entitlement_set_by_user_id_fk" FOREIGN KEY ("set_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organization" ADD CONSTRAINT "organization_personal_user_id_user_id_fk" FOREIGN KEY ("personal_user_id") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "credit_balance_due_at_index" ON "credit_balance" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_entry_owner_id_key_unique" ON "credit_entry" USING btree ("owner_id","key") WHERE "credit_entry"."key" is not null;--> statement-breakpoint
CREATE INDEX "credit_entry_owner_id_created_at_index" ON "credit_entry" USING btree ("owner_id","created_at");--> statement-breakpoint
CREATE INDEX "credit_entry_created_at_index" ON "credit_entry" USING brin ("created_at");--> statement-breakpoint
CREATE UNIQUE INDEX "credit_hold_owner_id_key_unique" ON "credit_hold" USING btree ("owner_id","key") WHERE "credit_hold"."key" is not null;--> statement-breakpoint
CREATE INDEX "credit_hold_owner_id_index" ON "credit_hold" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "credit_hold_expires_at_index" ON "credit_hold" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "credit_lot_owner_id_index" ON "credit_lot" USING btree ("owner_id") WHERE "credit_lot"."remaining" > 0;--> statement-breakpoint
CREATE INDEX "entitlement_expires_at_index" ON "entitlement" USING btree ("expires_at") WHERE "entitlement"."expires_at" is not null;--> statement-breakpoint
CREATE INDEX "entitlement_set_by_index" ON "entitlement" USING btree ("set_by");