-- The first use of each day goes into the audit log.
ALTER TABLE access_key ADD COLUMN last_used_at BIGINT;
