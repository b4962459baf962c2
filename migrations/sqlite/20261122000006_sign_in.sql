-- A session knows whose it is, since when, and when it was last used. Sessions of before end: everybody signs in anew.
DROP TABLE session;
CREATE TABLE session (
    -- SHA-256 of what the browser holds, in hexadecimal: who reads this table cannot take a session over.
    id TEXT PRIMARY KEY,
    data BLOB NOT NULL,
    -- NULL: nobody has signed in with it yet.
    user_id BIGINT REFERENCES user_account (id),
    -- persona, password, set-up, or provider:NAME; empty before sign-in.
    how TEXT NOT NULL,
    -- The browser and system, as far as the browser names them.
    browser TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    -- To a minute.
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX session_by_user ON session (user_id);
CREATE INDEX session_by_use ON session (last_seen_at);
-- Whom an identity provider means: its subject is this user.
CREATE TABLE user_identity (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    first_seen_at BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE INDEX user_identity_user ON user_identity (user_id);
-- A browser that was sent to an identity provider and has not come back. Taken out when it does: it counts once.
CREATE TABLE provider_visit (
    -- SHA-256 of the state parameter.
    state_digest BLOB PRIMARY KEY,
    session_id TEXT NOT NULL,
    provider TEXT NOT NULL,
    nonce TEXT NOT NULL,
    pkce_verifier TEXT NOT NULL,
    -- The page that was asked for before.
    next TEXT NOT NULL,
    started_at BIGINT NOT NULL
);
