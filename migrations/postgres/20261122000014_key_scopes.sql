-- What a key of the record store opens, how long and how often.

-- Separated by spaces. Keys that exist keep what they opened: everything.
ALTER TABLE access_key ADD COLUMN scopes TEXT NOT NULL DEFAULT 'all';
-- Whether the digest is keyed with the installation's secret; those of before are plain.
ALTER TABLE access_key ADD COLUMN keyed BOOLEAN NOT NULL DEFAULT FALSE;
-- Exclusive; absent: it does not expire.
ALTER TABLE access_key ADD COLUMN expires_at BIGINT;
-- Requests a minute; absent: as many as the server takes.
ALTER TABLE access_key ADD COLUMN per_minute BIGINT;
CREATE INDEX access_key_name ON access_key (name);
