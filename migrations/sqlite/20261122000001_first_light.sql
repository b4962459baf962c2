-- Times are epoch milliseconds (UTC); days are ISO dates; keys are the text people see in URLs.

-- Identity vault: the only tables with names, e-mails and logins.
CREATE TABLE person (
    id BLOB PRIMARY KEY,
    person_key BIGINT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT UNIQUE,
    role TEXT,
    created_at BIGINT NOT NULL
);
CREATE TABLE account (
    id INTEGER PRIMARY KEY,
    provider TEXT NOT NULL,
    natural_key TEXT NOT NULL,
    login TEXT NOT NULL,
    person_id BLOB REFERENCES person (id),
    -- What facts count this account as while no person is linked to it.
    contributor_key BIGINT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    UNIQUE (provider, natural_key)
);
CREATE INDEX account_person ON account (person_id);
CREATE INDEX account_login ON account (provider, login);

CREATE TABLE team (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    day_starts BIGINT NOT NULL,
    day_ends BIGINT NOT NULL
);
CREATE TABLE team_tracker (
    project TEXT NOT NULL,
    -- Empty: the whole project.
    component TEXT NOT NULL,
    team TEXT NOT NULL REFERENCES team (key),
    PRIMARY KEY (project, component)
);
CREATE TABLE membership (
    person_id BLOB NOT NULL REFERENCES person (id),
    team TEXT NOT NULL REFERENCES team (key),
    valid_from BIGINT NOT NULL,
    -- Exclusive; NULL: still a member.
    valid_to BIGINT,
    PRIMARY KEY (person_id, team, valid_from)
);
CREATE INDEX membership_team ON membership (team);
CREATE TABLE repository (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
);
CREATE TABLE repository_owner (
    repository_id BIGINT NOT NULL REFERENCES repository (id),
    team TEXT NOT NULL REFERENCES team (key),
    valid_from BIGINT NOT NULL,
    valid_to BIGINT,
    PRIMARY KEY (repository_id, team, valid_from)
);
CREATE TABLE sprint (
    team TEXT NOT NULL REFERENCES team (key),
    key TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    PRIMARY KEY (team, key)
);
CREATE TABLE calendar_mark (
    -- Empty: every team.
    team TEXT NOT NULL,
    kind TEXT NOT NULL,
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL,
    label TEXT NOT NULL,
    PRIMARY KEY (team, kind, first_day, label)
);
CREATE TABLE content (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    skill TEXT
);

-- What arrived, byte for byte; facts are derived from it and can be thrown away.
CREATE TABLE raw_payload (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    natural_key TEXT NOT NULL,
    digest BLOB NOT NULL,
    payload BLOB NOT NULL,
    received_at BIGINT NOT NULL,
    UNIQUE (source, natural_key, digest)
);
CREATE TABLE statement (
    id BLOB PRIMARY KEY,
    payload TEXT NOT NULL,
    digest BLOB NOT NULL,
    authority TEXT NOT NULL,
    stored_at BIGINT NOT NULL
);

CREATE TABLE pull_request (
    repository_id BIGINT NOT NULL REFERENCES repository (id),
    number BIGINT NOT NULL,
    title TEXT NOT NULL,
    author_account BIGINT REFERENCES account (id),
    -- Empty: unmapped.
    team TEXT NOT NULL,
    left_out TEXT,
    opened_at BIGINT NOT NULL,
    ready_at BIGINT NOT NULL,
    is_draft BOOLEAN NOT NULL,
    first_review_at BIGINT,
    first_approval_at BIGINT,
    merged_at BIGINT,
    closed_at BIGINT,
    settled_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    additions BIGINT,
    deletions BIGINT,
    changed_lines BIGINT,
    files BIGINT,
    base TEXT NOT NULL,
    is_revert BOOLEAN NOT NULL,
    reverts BIGINT,
    is_hotfix BOOLEAN NOT NULL,
    checklist_done BIGINT,
    checklist_total BIGINT,
    review_count BIGINT NOT NULL,
    review_comments BIGINT,
    approvals BIGINT NOT NULL,
    tests_passed BOOLEAN,
    first_try_passed BOOLEAN,
    security_passed BOOLEAN,
    business_cycle_ms BIGINT,
    business_first_review_ms BIGINT,
    PRIMARY KEY (repository_id, number)
);
CREATE INDEX pull_request_team ON pull_request (team, settled_at);

CREATE TABLE defect (
    key TEXT PRIMARY KEY,
    project TEXT NOT NULL,
    components TEXT NOT NULL,
    summary TEXT NOT NULL,
    reporter_account BIGINT REFERENCES account (id),
    team TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    resolved_at BIGINT,
    updated_at BIGINT NOT NULL,
    found TEXT NOT NULL,
    severity TEXT
);
CREATE INDEX defect_team ON defect (team, created_at);

CREATE TABLE learning_event (
    statement_id BLOB NOT NULL REFERENCES statement (id),
    actor_account BIGINT NOT NULL REFERENCES account (id),
    at BIGINT NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    skill TEXT,
    role TEXT,
    -- As tagged, else the actor's team at the time; empty: unmapped.
    team TEXT NOT NULL,
    repository TEXT,
    sprint TEXT,
    PRIMARY KEY (statement_id, actor_account)
);
CREATE INDEX learning_event_team ON learning_event (team, at);
CREATE INDEX learning_event_actor ON learning_event (actor_account, at);

-- Facts of one team and month, packed for reading many at once; always rebuildable from the rows above.
CREATE TABLE fact_block (
    team TEXT NOT NULL,
    month TEXT NOT NULL,
    items BLOB NOT NULL,
    PRIMARY KEY (team, month)
);
CREATE TABLE dirty_block (
    -- Empty: the facts of no team.
    team TEXT NOT NULL,
    month TEXT NOT NULL,
    -- The earliest instant whose figures may change.
    since BIGINT NOT NULL,
    PRIMARY KEY (team, month)
);
CREATE TABLE cell (
    group_kind TEXT NOT NULL,
    group_key TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_key TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    figures TEXT NOT NULL,
    PRIMARY KEY (group_kind, group_key, period_kind, period_key)
);

CREATE TABLE skill_role (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    position BIGINT NOT NULL
);
CREATE TABLE skill (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    retired_at BIGINT
);
CREATE TABLE role_skill (
    role TEXT NOT NULL REFERENCES skill_role (key),
    skill TEXT NOT NULL REFERENCES skill (key),
    position BIGINT NOT NULL,
    PRIMARY KEY (role, skill)
);
CREATE TABLE behaviour (
    id INTEGER PRIMARY KEY,
    skill TEXT NOT NULL REFERENCES skill (key),
    description TEXT NOT NULL,
    metric TEXT,
    retired_at BIGINT
);
CREATE TABLE cohort (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    wave BIGINT NOT NULL,
    coach BLOB REFERENCES person (id),
    first_day TEXT NOT NULL,
    last_day TEXT NOT NULL
);
CREATE TABLE cohort_skill (
    cohort TEXT NOT NULL REFERENCES cohort (key),
    skill TEXT NOT NULL REFERENCES skill (key),
    position BIGINT NOT NULL,
    PRIMARY KEY (cohort, skill)
);
CREATE TABLE enrolment (
    cohort TEXT NOT NULL REFERENCES cohort (key),
    person_id BLOB NOT NULL REFERENCES person (id),
    joined_on TEXT NOT NULL,
    left_on TEXT,
    PRIMARY KEY (cohort, person_id, joined_on)
);
CREATE INDEX enrolment_person ON enrolment (person_id);
CREATE TABLE programme (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    name TEXT NOT NULL,
    speed_metric TEXT NOT NULL,
    speed_target DOUBLE PRECISION NOT NULL,
    quality_metric TEXT NOT NULL,
    quality_target DOUBLE PRECISION NOT NULL,
    baseline_from TEXT NOT NULL,
    baseline_to TEXT NOT NULL
);

CREATE TABLE user_account (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    person_id BLOB REFERENCES person (id),
    -- Set for the demo's personas, who exist only where the demo organisation was loaded.
    persona TEXT UNIQUE
);
CREATE TABLE user_team (
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    team TEXT NOT NULL REFERENCES team (key),
    PRIMARY KEY (user_id, team)
);
CREATE TABLE user_cohort (
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    cohort TEXT NOT NULL REFERENCES cohort (key),
    PRIMARY KEY (user_id, cohort)
);
CREATE TABLE session (
    id TEXT PRIMARY KEY,
    data BLOB NOT NULL,
    expires_at BIGINT NOT NULL
);
CREATE TABLE access_key (
    key TEXT PRIMARY KEY,
    secret_digest BLOB NOT NULL,
    name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE TABLE change_log (
    id INTEGER PRIMARY KEY,
    at BIGINT NOT NULL,
    who TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL
);
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
