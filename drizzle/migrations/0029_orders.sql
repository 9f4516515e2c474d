-- expand
CREATE TABLE "order" (
	"id" text PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "order_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"owner_id" text NOT NULL,
	"created_by" text,
	"product" varchar(50) NOT NULL,
	"title" varchar(150) NOT NULL,
	"credits" bigint NOT NULL,
	"amount" integer NOT NULL,
	"currency" char(3) NOT NULL,
	"status" text DEFAULT 'created' NOT NULL,
	"intent_key" varchar(64) NOT NULL,
	"live_mode" boolean NOT NULL,
	"stripe_session_id" varchar(255),
	"stripe_payment_intent_id" varchar(255),
	"paid_at" timestamp (3) with time zone,
	"refund_asked" integer DEFAULT 0 NOT NULL,
	"refund_key" varchar(64),
	"refund_asked_at" timestamp (3) with time zone,
	"refunded_amount" integer DEFAULT 0 NOT NULL,
	"disputed_amount" integer DEFAULT 0 NOT NULL,
	"disputed_at" timestamp (3) with time zone,
	"taken_back" bigint DEFAULT 0 NOT NULL,
	"shortfall" bigint DEFAULT 0 NOT NULL,
	"attention" varchar(100),
	"resolved" varchar(100)[] DEFAULT '{}' NOT NULL,
	"checks_begun" integer DEFAULT 0 NOT NULL,
	"check_applied" integer DEFAULT 0 NOT NULL,
	"checked_at" timestamp (3) with time zone,
	"next_check_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp (3) with time zone,
	CONSTRAINT "order_stripe_session_id_unique" UNIQUE("stripe_session_id"),
	CONSTRAINT "order_stripe_payment_intent_id_unique" UNIQUE("stripe_payment_intent_id"),
	CONSTRAINT "order_credits" CHECK ("order"."credits" > 0 and "order"."amount" > 0),
	CONSTRAINT "order_status" CHECK ("order"."status" in ('created', 'paid', 'refunding', 'refunded', 'deleted')),
	CONSTRAINT "order_status_paid" CHECK (("order"."paid_at" is not null) = ("order"."status" in ('paid', 'refunding', 'refunded'))),
	CONSTRAINT "order_status_deleted" CHECK (("order"."deleted_at" is not null) = ("order"."status" = 'deleted')),
	CONSTRAINT "order_refund" CHECK ("order"."refund_asked" between 0 and "order"."amount" and "order"."refunded_amount" between 0 and "order"."amount"
        and ("order"."refund_asked" > 0) = ("order"."refund_key" is not null)
        and ("order"."refund_asked" > 0) = ("order"."refund_asked_at" is not null)
        and ("order"."refund_asked" > 0) = ("order"."status" = 'refunding')),
	CONSTRAINT "order_back" CHECK ("order"."taken_back" between 0 and "order"."credits" and "order"."shortfall" >= 0 and "order"."disputed_amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "stripe_event" (
	"id" varchar(255) PRIMARY KEY NOT NULL,
	"type" varchar(100) NOT NULL,
	"object_id" varchar(255) NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"processed_at" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"last_error" varchar(500)
);
--> statement-breakpoint
ALTER TABLE "credit_lot" ADD COLUMN "order_id" text;--> statement-breakpoint
ALTER TABLE "order" ADD CONSTRAINT "order_owner_id_organization_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."organization"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "order" ADD CONSTRAINT "order_created_by_user_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "order_number_unique" ON "order" USING btree ("number");--> statement-breakpoint
CREATE UNIQUE INDEX "order_owner_id_intent_key_unique" ON "order" USING btree ("owner_id","intent_key");--> statement-breakpoint
CREATE INDEX "order_created_at_id_index" ON "order" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "order_status_created_at_id_index" ON "order" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "order_owner_id_created_at_index" ON "order" USING btree ("owner_id","created_at","id");--> statement-breakpoint
CREATE INDEX "order_attention_index" ON "order" USING btree ("created_at","id") WHERE "order"."attention" is not null;--> statement-breakpoint
CREATE INDEX "order_next_check_at_index" ON "order" USING btree ("next_check_at") WHERE "order"."next_check_at" is not null;--> statement-breakpoint
CREATE INDEX "order_created_by_index" ON "order" USING btree ("created_by");--> statement-breakpoint
CREATE INDEX "stripe_event_due_index" ON "stripe_event" USING btree ("next_attempt_at") WHERE processed_at is null and failed_at is null;--> statement-breakpoint
CREATE INDEX "stripe_event_received_at_index" ON "stripe_event" USING btree ("received_at");