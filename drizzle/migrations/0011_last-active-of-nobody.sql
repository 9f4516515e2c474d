-- Who never called had the time at which the account was made.
UPDATE "user" SET last_active_at = '-infinity' WHERE active_on IS NULL AND last_active_at < created_at + interval '1 minute';
