-- The learning record store: one log of statements, what queries find them by, documents, attachments, activities.

-- `seq` grows in the order of commits and `stored_at` never goes back along it, so a place in the log is a cursor.
ALTER TABLE statement RENAME TO statement_before;
CREATE TABLE statement (
    seq INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    stored_at BIGINT NOT NULL,
    voided BOOLEAN NOT NULL,
    -- The name of the key that vouches for it.
    authority TEXT NOT NULL,
    -- Of what was sent: two sendings of one statement are compared by it.
    digest BLOB NOT NULL,
    -- Empty: taken away after the time it may be kept.
    payload TEXT NOT NULL
);
INSERT INTO statement (seq, id, stored_at, voided, authority, digest, payload)
SELECT ROW_NUMBER() OVER (ORDER BY stored_at, rowid), id, stored_at, FALSE, authority, digest, payload
FROM statement_before;
CREATE INDEX statement_stored ON statement (stored_at);

CREATE TABLE learning_event_now (
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
INSERT INTO learning_event_now
SELECT statement_id, actor_account, at, kind, content, skill, role, team, repository, sprint FROM learning_event;
DROP TABLE learning_event;
ALTER TABLE learning_event_now RENAME TO learning_event;
CREATE INDEX learning_event_team ON learning_event (team, at);
CREATE INDEX learning_event_actor ON learning_event (actor_account, at);
DROP TABLE statement_before;

-- The end of the log. One row; never goes back, also where statements are removed.
CREATE TABLE statement_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL,
    stored_at BIGINT NOT NULL
);
INSERT INTO statement_head (id, seq, stored_at)
SELECT 1, COALESCE(MAX(seq), 0), COALESCE(MAX(stored_at), 0) FROM statement;

-- What a query finds a statement by: the first eight bytes of a hash of what it names (agent, verb, activity, …).
CREATE TABLE statement_term (
    term BIGINT NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (term, seq)
) WITHOUT ROWID;

-- Which statements refer to which, whether that one is here already or not.
CREATE TABLE statement_ref (
    target BLOB NOT NULL,
    seq BIGINT NOT NULL,
    voids BOOLEAN NOT NULL,
    PRIMARY KEY (target, seq)
) WITHOUT ROWID;

-- How far along the log something that follows from it has come.
CREATE TABLE projection (
    name TEXT PRIMARY KEY,
    position BIGINT NOT NULL
);
INSERT INTO projection (name, position)
SELECT 'learning', seq FROM statement_head
-- Statements up to here have no terms yet; the program indexes them from the newest to the oldest.
UNION ALL SELECT 'unindexed', seq FROM statement_head;

-- States and profiles. An agent is its identifier; what a kind of document does not have is empty.
CREATE TABLE document (
    -- A hash of all that names the document; `scope`: of all but its own id.
    key BLOB PRIMARY KEY,
    scope BLOB NOT NULL,
    kind TEXT NOT NULL,
    activity TEXT NOT NULL,
    agent TEXT NOT NULL,
    registration TEXT NOT NULL,
    document_id TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BLOB NOT NULL,
    etag TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX document_scope ON document (scope, updated_at);

-- Files of statements, once by hash. Their bytes lie beside the database.
CREATE TABLE attachment (
    sha2 BLOB PRIMARY KEY,
    content_type TEXT NOT NULL,
    length BIGINT NOT NULL,
    body BLOB
);
CREATE TABLE statement_attachment (
    sha2 BLOB NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (sha2, seq)
) WITHOUT ROWID;
CREATE INDEX statement_attachment_seq ON statement_attachment (seq);

-- What statements said of activities, merged. `digest`: a hash of the id, which may be long.
CREATE TABLE activity (
    digest BLOB PRIMARY KEY,
    id TEXT NOT NULL,
    definition TEXT NOT NULL
);
