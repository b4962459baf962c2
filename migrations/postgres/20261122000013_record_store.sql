-- The learning record store: one log of statements, what queries find them by, documents, attachments, activities.

-- `seq` grows in the order of commits and `stored_at` never goes back along it, so a place in the log is a cursor.
ALTER TABLE statement ADD COLUMN seq BIGINT;
-- Not voided unless said so.
ALTER TABLE statement ADD COLUMN voided BOOLEAN NOT NULL DEFAULT FALSE;
UPDATE statement SET seq = ordered.seq
FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY stored_at, id) AS seq FROM statement) ordered
WHERE ordered.id = statement.id;
ALTER TABLE statement ALTER COLUMN seq SET NOT NULL;
ALTER TABLE statement ALTER COLUMN voided DROP DEFAULT;
-- `id` stays unique: learning events refer to it.
CREATE UNIQUE INDEX statement_seq ON statement (seq);
CREATE INDEX statement_stored ON statement (stored_at, seq);

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
);

-- Which statements refer to which, whether that one is here already or not.
CREATE TABLE statement_ref (
    target UUID NOT NULL,
    seq BIGINT NOT NULL,
    voids BOOLEAN NOT NULL,
    PRIMARY KEY (target, seq)
);

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
    key BYTEA PRIMARY KEY,
    scope BYTEA NOT NULL,
    kind TEXT NOT NULL,
    activity TEXT NOT NULL,
    agent TEXT NOT NULL,
    registration TEXT NOT NULL,
    document_id TEXT NOT NULL,
    content_type TEXT NOT NULL,
    body BYTEA NOT NULL,
    etag TEXT NOT NULL,
    updated_at BIGINT NOT NULL
);
CREATE INDEX document_scope ON document (scope, updated_at);

-- Files of statements, once by hash, with their bytes.
CREATE TABLE attachment (
    sha2 BYTEA PRIMARY KEY,
    content_type TEXT NOT NULL,
    length BIGINT NOT NULL,
    body BYTEA
);
CREATE TABLE statement_attachment (
    sha2 BYTEA NOT NULL,
    seq BIGINT NOT NULL,
    PRIMARY KEY (sha2, seq)
);
CREATE INDEX statement_attachment_seq ON statement_attachment (seq);

-- What statements said of activities, merged. `digest`: a hash of the id, which may be long.
CREATE TABLE activity (
    digest BYTEA PRIMARY KEY,
    id TEXT NOT NULL,
    definition TEXT NOT NULL
);
