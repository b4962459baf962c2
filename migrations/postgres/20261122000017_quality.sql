-- How good what each source sends is, day by day. A source is the name of a key: the authority of its statements.

-- What a day's statements of a source came to. `day`: days since 1970-01-01, UTC, by when they were stored.
CREATE TABLE quality_day (
    day BIGINT NOT NULL,
    source TEXT NOT NULL,
    -- Before the end of the day: it is not over yet.
    computed_at BIGINT NOT NULL,
    last_seen BIGINT NOT NULL,
    statements BIGINT NOT NULL,
    -- Moments of learning in them, and how many of these belong to a skill, role, team, repository and sprint.
    events BIGINT NOT NULL,
    skill BIGINT NOT NULL,
    role BIGINT NOT NULL,
    team BIGINT NOT NULL,
    repository BIGINT NOT NULL,
    sprint BIGINT NOT NULL,
    -- Of accounts that are linked to nobody.
    unknown_events BIGINT NOT NULL,
    duplicates BIGINT NOT NULL,
    skewed BIGINT NOT NULL,
    PRIMARY KEY (day, source)
);

-- The smallest steps that would mend most, as they were found last; JSON. Accounts are in it by their number.
CREATE TABLE quality_fix (
    source TEXT PRIMARY KEY,
    fixes TEXT NOT NULL
);

-- What became of a source's requests on a day.
CREATE TABLE request_count (
    day BIGINT NOT NULL,
    source TEXT NOT NULL,
    -- accepted, or why not: invalid, conflict, forbidden, too_large, too_many.
    outcome TEXT NOT NULL,
    requests BIGINT NOT NULL,
    PRIMARY KEY (day, source, outcome)
);

-- Whose statements a key read on a day: what the audit log has been told of already.
CREATE TABLE statement_reader (
    day BIGINT NOT NULL,
    key TEXT NOT NULL,
    account BIGINT NOT NULL REFERENCES account (id),
    PRIMARY KEY (day, key, account)
);
CREATE INDEX statement_reader_account ON statement_reader (account);
