-- A person may hold several roles, each for some groups and for some time.
CREATE TABLE role_grant (
    id INTEGER PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    role TEXT NOT NULL,
    -- everything, team, cohort, or own: the teams one is in, the cohorts one coaches.
    scope_kind TEXT NOT NULL,
    -- The key of the team or cohort; empty otherwise.
    scope_key TEXT NOT NULL,
    -- Who gave it: administrator, demo, or provider:NAME where sign-in follows an identity provider's groups.
    source TEXT NOT NULL,
    valid_from BIGINT NOT NULL,
    -- Exclusive; NULL: until taken back.
    valid_to BIGINT
);
CREATE INDEX role_grant_user ON role_grant (user_id);
INSERT INTO role_grant (user_id, role, scope_kind, scope_key, source, valid_from)
SELECT id, role, 'everything', '', 'demo', 0 FROM user_account WHERE role IN ('executive', 'l_and_d', 'admin', 'auditor');
INSERT INTO role_grant (user_id, role, scope_kind, scope_key, source, valid_from)
SELECT u.id, u.role, 'own', '', 'demo', 0 FROM user_account u WHERE u.role IN ('coach', 'engineer');
INSERT INTO role_grant (user_id, role, scope_kind, scope_key, source, valid_from)
SELECT u.id, u.role, 'team', t.team, 'demo', 0 FROM user_account u JOIN user_team t ON t.user_id = u.id
WHERE u.role NOT IN ('executive', 'l_and_d', 'admin', 'auditor');
INSERT INTO role_grant (user_id, role, scope_kind, scope_key, source, valid_from)
SELECT u.id, u.role, 'cohort', c.cohort, 'demo', 0 FROM user_account u JOIN user_cohort c ON c.user_id = u.id
WHERE u.role NOT IN ('executive', 'l_and_d', 'admin', 'auditor');
DROP TABLE user_team;
DROP TABLE user_cohort;
ALTER TABLE user_account DROP COLUMN role;
-- Somebody whose account is disabled has no sessions and cannot sign in.
ALTER TABLE user_account ADD COLUMN disabled_at BIGINT;
