CREATE TABLE "limit_block" (
	"key" text COLLATE "C" NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"policy" text NOT NULL,
	"scope" text NOT NULL,
	"count" integer DEFAULT 0 NOT NULL,
	"last_procedure" varchar(200) NOT NULL,
	"last_request_id" varchar(64) NOT NULL,
	"last_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "limit_block_key_minute_pk" PRIMARY KEY("key","minute")
);
--> statement-breakpoint
CREATE TABLE "limit_minute" (
	"policy" text NOT NULL,
	"minute" timestamp (3) with time zone NOT NULL,
	"passed" integer DEFAULT 0 NOT NULL,
	"blocked" integer DEFAULT 0 NOT NULL,
	CONSTRAINT "limit_minute_policy_minute_pk" PRIMARY KEY("policy","minute")
);
--> statement-breakpoint
CREATE TABLE "limit_override" (
	"id" text PRIMARY KEY NOT NULL,
	"target" text NOT NULL,
	"value" varchar(300) NOT NULL,
	"policy" text,
	"effect" text NOT NULL,
	"limit" integer,
	"reason" varchar(500) NOT NULL,
	"created_by" text,
	"expires_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "limit_policy_change" (
	"policy" text NOT NULL,
	"scope" text NOT NULL,
	"limit" integer NOT NULL,
	"window_ms" integer NOT NULL,
	"reason" varchar(500) NOT NULL,
	"changed_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "limit_policy_change_policy_scope_pk" PRIMARY KEY("policy","scope")
);
--> statement-breakpoint
CREATE TABLE "lockout" (
	"key" text COLLATE "C" PRIMARY KEY NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"window_start" bigint DEFAULT 0 NOT NULL,
	"reserved" integer DEFAULT 0 NOT NULL,
	"reserved_until" bigint DEFAULT 0 NOT NULL,
	"locked_until" bigint DEFAULT 0 NOT NULL,
	"mailed_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "limit_override" ADD CONSTRAINT "limit_override_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "limit_policy_change" ADD CONSTRAINT "limit_policy_change_changed_by_user_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "limit_block_minute_key_index" ON "limit_block" USING btree ("minute","key");--> statement-breakpoint
CREATE INDEX "limit_minute_minute_index" ON "limit_minute" USING btree ("minute");--> statement-breakpoint
CREATE INDEX "limit_override_created_at_id_index" ON "limit_override" USING btree ("created_at","id");