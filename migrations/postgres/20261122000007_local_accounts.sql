-- Signing in with a password that this installation keeps. Logins are identities: they live here and nowhere else.
CREATE TABLE local_account (
    user_id BIGINT PRIMARY KEY REFERENCES user_account (id),
    -- What is typed at sign-in: an e-mail or a user name, in lower case.
    login TEXT NOT NULL UNIQUE,
    -- Argon2id with its parameters and salt, as a PHC string.
    password_hash TEXT NOT NULL,
    -- Somebody else knows it: it was given, not chosen.
    must_change BOOLEAN NOT NULL,
    changed_at BIGINT NOT NULL
);
-- Wrong passwords in a row, by a digest of what was typed as login: names that do not exist are counted alike, so that
-- being held up says nothing about who has an account.
CREATE TABLE sign_in_attempt (
    login_digest BYTEA PRIMARY KEY,
    failures BIGINT NOT NULL,
    last_at BIGINT NOT NULL,
    locked_until BIGINT NOT NULL
);
CREATE TABLE two_step (
    user_id BIGINT PRIMARY KEY REFERENCES user_account (id),
    -- The shared secret of the one-time codes (TOTP), sealed.
    secret BYTEA NOT NULL,
    -- NULL: being set up, not asked for yet.
    confirmed_at BIGINT,
    -- The time step of the newest code that was accepted: a code opens once.
    last_step BIGINT NOT NULL
);
CREATE TABLE recovery_code (
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    digest BYTEA NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (user_id, digest)
);
-- The link by which the first administrator is made; at most one.
CREATE TABLE set_up_link (
    token_digest BYTEA PRIMARY KEY,
    expires_at BIGINT NOT NULL
);
-- When a user last asked for a page, to a few minutes.
ALTER TABLE user_account ADD COLUMN last_seen_at BIGINT;
-- How much waits for an account to be linked to a person.
CREATE INDEX pull_request_author ON pull_request (author_account);
CREATE INDEX defect_reporter ON defect (reporter_account);
