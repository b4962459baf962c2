-- Tags for the learning of sources that cannot send them. The first rule that matches and gives a tag decides it; what
-- was sent always wins.
CREATE TABLE tag_rule (
    id INTEGER PRIMARY KEY,
    -- What an event must fit; empty: whatever it is.
    activity_prefix TEXT NOT NULL,
    source TEXT NOT NULL,
    registration TEXT NOT NULL,
    -- What it then belongs to; empty: says nothing about it.
    skill TEXT NOT NULL,
    role TEXT NOT NULL,
    team TEXT NOT NULL,
    repository TEXT NOT NULL,
    sprint TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
