-- A person's key for the JSON API. Its secret is shown once; what is kept is a digest.
CREATE TABLE api_token (
    id INTEGER PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    name TEXT NOT NULL,
    -- What it may be used for, separated by spaces.
    scopes TEXT NOT NULL,
    secret_digest BLOB NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    -- Exclusive.
    expires_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX api_token_user ON api_token (user_id);

-- An identity provider's key for provisioning accounts (SCIM). It is nobody's own and opens nothing else.
CREATE TABLE scim_key (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    secret_digest BLOB NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    revoked_at BIGINT
);
-- Identity vault: a user as the identity provider describes them.
CREATE TABLE scim_user (
    id BLOB PRIMARY KEY,
    user_id BIGINT NOT NULL UNIQUE REFERENCES user_account (id),
    -- In lower case, since SCIM compares user names so.
    user_name TEXT NOT NULL UNIQUE,
    -- Empty: the identity provider gave none.
    external_id TEXT NOT NULL,
    -- The attributes that were sent and are kept, as JSON.
    attributes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX scim_user_external_id ON scim_user (external_id);
CREATE TABLE scim_group (
    id BLOB PRIMARY KEY,
    display_name TEXT NOT NULL,
    -- The display name in lower case: two groups that differ in case only would give roles by chance.
    name_key TEXT NOT NULL UNIQUE,
    external_id TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE TABLE scim_member (
    group_id BLOB NOT NULL REFERENCES scim_group (id),
    member_id BLOB NOT NULL REFERENCES scim_user (id),
    PRIMARY KEY (group_id, member_id)
);
CREATE INDEX scim_member_user ON scim_member (member_id);
