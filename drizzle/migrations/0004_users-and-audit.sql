CREATE TABLE "activity_day" (
	"day" date PRIMARY KEY NOT NULL,
	"users" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_checkpoint" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"kind" text NOT NULL,
	"position" bigint,
	"chain" text,
	"person_id" text,
	"rows" bigint NOT NULL,
	"key_id" text NOT NULL,
	"mac" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_event" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"action" text NOT NULL,
	"actor_id" text,
	"impersonator_id" text,
	"subject_type" text NOT NULL,
	"subject_id" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"request_id" varchar(64) NOT NULL,
	"actor_facts" jsonb,
	"actor_salt" text,
	"actor_hash" text NOT NULL,
	"subject_facts" jsonb,
	"subject_salt" text,
	"subject_hash" text NOT NULL,
	"key_id" text NOT NULL,
	"mac" text NOT NULL,
	"position" bigint,
	"chain" text,
	CONSTRAINT "audit_event_position_unique" UNIQUE("position")
);
--> statement-breakpoint
CREATE TABLE "passkey" (
	"id" text PRIMARY KEY NOT NULL,
	"name" varchar(150),
	"public_key" text NOT NULL,
	"user_id" text NOT NULL,
	"credential_id" text NOT NULL,
	"counter" bigint NOT NULL,
	"device_type" text NOT NULL,
	"backed_up" boolean NOT NULL,
	"transports" text,
	"aaguid" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "passkey_credential_id_unique" UNIQUE("credential_id")
);
--> statement-breakpoint
CREATE TABLE "two_factor" (
	"id" text PRIMARY KEY NOT NULL,
	"secret" text NOT NULL,
	"backup_codes" text NOT NULL,
	"user_id" text NOT NULL,
	"verified" boolean DEFAULT true NOT NULL,
	"failed_verification_count" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "invitation" (
	"id" text PRIMARY KEY NOT NULL,
	"email" varchar(255) NOT NULL,
	"name" varchar(150),
	"role" text NOT NULL,
	"user_id" text,
	"token_hash" text NOT NULL,
	"invited_by" text,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"sent_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"accepted_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "invitation_token_hash_unique" UNIQUE("token_hash")
);
--> statement-breakpoint
CREATE TABLE "setting" (
	"key" text PRIMARY KEY NOT NULL,
	"value" jsonb NOT NULL,
	"changed_by" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone
);
--> statement-breakpoint
DROP INDEX "user_name_id_index";--> statement-breakpoint
DROP INDEX "user_role_index";--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "impersonated_by" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "impersonator_session_id" text;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "confirmed_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "last_seen_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "pending_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "two_factor_enabled" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "last_active_at" timestamp (3) with time zone DEFAULT now() NOT NULL;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "active_on" date;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "providers" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "name_key" text COLLATE "C" GENERATED ALWAYS AS (lower(name)) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "user" ADD COLUMN "email_key" text COLLATE "C" GENERATED ALWAYS AS (lower(coalesce(deleted_email, email))) STORED NOT NULL;--> statement-breakpoint
ALTER TABLE "passkey" ADD CONSTRAINT "passkey_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "two_factor" ADD CONSTRAINT "two_factor_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_user_id_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "invitation" ADD CONSTRAINT "invitation_invited_by_user_id_fk" FOREIGN KEY ("invited_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "setting" ADD CONSTRAINT "setting_changed_by_user_id_fk" FOREIGN KEY ("changed_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "audit_event_at_id_index" ON "audit_event" USING btree ("at","id");--> statement-breakpoint
CREATE INDEX "audit_event_actor_id_index" ON "audit_event" USING btree ("actor_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_event_subject_id_index" ON "audit_event" USING btree ("subject_id","at","id");--> statement-breakpoint
CREATE INDEX "audit_event_action_index" ON "audit_event" USING btree ("action","at","id");--> statement-breakpoint
CREATE INDEX "audit_event_impersonator_id_index" ON "audit_event" USING btree ("impersonator_id") WHERE impersonator_id is not null;--> statement-breakpoint
CREATE INDEX "audit_event_unsealed_index" ON "audit_event" USING btree ("at","id") WHERE position is null;--> statement-breakpoint
CREATE INDEX "passkey_user_id_index" ON "passkey" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "two_factor_user_id_index" ON "two_factor" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "invitation_created_at_id_index" ON "invitation" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "invitation_email_index" ON "invitation" USING btree ("email");--> statement-breakpoint
CREATE INDEX "invitation_user_id_index" ON "invitation" USING btree ("user_id");--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_impersonated_by_user_id_fk" FOREIGN KEY ("impersonated_by") REFERENCES "public"."user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "session" ADD CONSTRAINT "session_impersonator_session_id_session_id_fk" FOREIGN KEY ("impersonator_session_id") REFERENCES "public"."session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "session_impersonated_by_index" ON "session" USING btree ("impersonated_by") WHERE impersonated_by is not null;--> statement-breakpoint
CREATE INDEX "session_impersonator_session_id_index" ON "session" USING btree ("impersonator_session_id") WHERE impersonator_session_id is not null;--> statement-breakpoint
CREATE INDEX "user_last_active_at_id_index" ON "user" USING btree ("last_active_at","id");--> statement-breakpoint
CREATE INDEX "user_name_key_id_index" ON "user" USING btree ("name_key","id");--> statement-breakpoint
CREATE INDEX "user_email_key_id_index" ON "user" USING btree ("email_key","id");--> statement-breakpoint
CREATE INDEX "user_role_created_at_id_index" ON "user" USING btree ("role","created_at","id") WHERE role <> 'user' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_role_last_active_at_id_index" ON "user" USING btree ("role","last_active_at","id") WHERE role <> 'user' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_role_name_key_id_index" ON "user" USING btree ("role","name_key","id","email_key") WHERE role <> 'user' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_role_email_key_id_index" ON "user" USING btree ("role","email_key","id") WHERE role <> 'user' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_pending_created_at_id_index" ON "user" USING btree ("created_at","id","banned_at","banned_until") WHERE pending_since is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_pending_last_active_at_id_index" ON "user" USING btree ("last_active_at","id","banned_at","banned_until") WHERE pending_since is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_pending_name_key_id_index" ON "user" USING btree ("name_key","id","email_key","banned_at","banned_until") WHERE pending_since is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_pending_email_key_id_index" ON "user" USING btree ("email_key","id","banned_at","banned_until") WHERE pending_since is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_banned_created_at_id_index" ON "user" USING btree ("created_at","id","banned_until") WHERE banned_at is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_banned_last_active_at_id_index" ON "user" USING btree ("last_active_at","id","banned_until") WHERE banned_at is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_banned_name_key_id_index" ON "user" USING btree ("name_key","id","email_key","banned_until") WHERE banned_at is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_banned_email_key_id_index" ON "user" USING btree ("email_key","id","banned_until") WHERE banned_at is not null and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_deleted_created_at_id_index" ON "user" USING btree ("created_at","id") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "user_deleted_last_active_at_id_index" ON "user" USING btree ("last_active_at","id") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "user_deleted_name_key_id_index" ON "user" USING btree ("name_key","id","email_key") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "user_deleted_email_key_id_index" ON "user" USING btree ("email_key","id") WHERE deleted_at is not null;--> statement-breakpoint
CREATE INDEX "user_unverified_created_at_id_index" ON "user" USING btree ("created_at","id") WHERE not email_verified and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_unverified_last_active_at_id_index" ON "user" USING btree ("last_active_at","id") WHERE not email_verified and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_unverified_name_key_id_index" ON "user" USING btree ("name_key","id","email_key") WHERE not email_verified and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_unverified_email_key_id_index" ON "user" USING btree ("email_key","id") WHERE not email_verified and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_google_index" ON "user" USING btree ("name_key","id","email_key") WHERE providers @> '{google}' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_github_index" ON "user" USING btree ("name_key","id","email_key") WHERE providers @> '{github}' and deleted_at is null;--> statement-breakpoint
CREATE INDEX "user_email_start_index" ON "user" USING btree (left(email_key, 2),"name_key","id");--> statement-breakpoint
CREATE INDEX "user_name_start_index" ON "user" USING btree (left(name_key, 2),"email_key","id");