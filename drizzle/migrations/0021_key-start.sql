-- expand
-- no transaction
CREATE INDEX CONCURRENTLY "api_key_start_index" ON "api_key" USING btree ("start");