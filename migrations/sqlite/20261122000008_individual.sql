-- Somebody who was erased stays as a number without a name: figures of the past keep their counts.
ALTER TABLE person ADD COLUMN erased BOOLEAN NOT NULL DEFAULT FALSE;

-- Why somebody looked at one person's record. What they wrote is free text about a person, so it is kept here, where
-- it goes with the person, and the audit log has its number.
CREATE TABLE stated_purpose (
    id BLOB PRIMARY KEY,
    user_id BIGINT NOT NULL REFERENCES user_account (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    -- learning or work.
    record TEXT NOT NULL,
    -- Whose participant the person is; empty for a work record.
    cohort TEXT NOT NULL,
    purpose TEXT NOT NULL,
    note TEXT NOT NULL,
    stated_at BIGINT NOT NULL,
    -- When the one view it was stated for ends.
    ends_at BIGINT NOT NULL
);
CREATE INDEX stated_purpose_person ON stated_purpose (person_id, stated_at);

-- Who may look at work records of individual people: nobody, unless a row says so.
CREATE TABLE work_record_grant (
    id INTEGER PRIMARY KEY,
    role TEXT NOT NULL,
    -- everything, team or cohort.
    scope_kind TEXT NOT NULL,
    scope_key TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    UNIQUE (role, scope_kind, scope_key)
);

-- Accounts of which somebody said that they are not theirs: no sheet links them to that person again.
CREATE TABLE disowned_account (
    account BIGINT NOT NULL REFERENCES account (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    PRIMARY KEY (account, person_id)
);
