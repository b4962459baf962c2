-- Where statements come from and go to. People are here by the numbers of their accounts, never by name.

-- Content that is opened from here: a Storyline or Rise package, or a unit of cmi5.
CREATE TABLE launchable (
    id INTEGER PRIMARY KEY,
    -- The activity's IRI.
    activity TEXT NOT NULL,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    -- tin_can or cmi5.
    kind TEXT NOT NULL,
    -- Empty: none.
    skill TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT
);
-- Somebody's way through such content: it is found again as long as it is not finished.
CREATE TABLE registration (
    id BLOB PRIMARY KEY,
    launchable BIGINT NOT NULL REFERENCES launchable (id),
    account BIGINT NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    finished_at BIGINT
);
CREATE INDEX registration_account ON registration (account, launchable);
-- One opening, with the key that its content sends with.
CREATE TABLE launch_session (
    id BLOB PRIMARY KEY,
    registration BLOB NOT NULL REFERENCES registration (id),
    -- Of the secret; absent until cmi5 content has fetched it.
    secret_digest BLOB,
    -- Of the token in the fetch URL of cmi5.
    fetch_digest BLOB UNIQUE,
    created_at BIGINT NOT NULL,
    -- Exclusive.
    expires_at BIGINT NOT NULL,
    fetched_at BIGINT,
    -- JSON: the verbs of cmi5 that were sent, each with its statement's id.
    said TEXT NOT NULL
);
CREATE INDEX launch_session_registration ON launch_session (registration, created_at);

-- Who was at a session of a cohort is in its statement; here is which one that is. Later ones replace earlier ones.
CREATE TABLE attendance (
    statement_id BLOB PRIMARY KEY,
    cohort TEXT NOT NULL REFERENCES cohort (key),
    content TEXT NOT NULL,
    held_on TEXT NOT NULL,
    people BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    replaced BOOLEAN NOT NULL
);
CREATE INDEX attendance_cohort ON attendance (cohort, held_on);

-- A short address that leads to a job aid and notes that somebody followed it.
CREATE TABLE short_link (
    code TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    url TEXT NOT NULL,
    activity TEXT NOT NULL,
    skill TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    retired_at BIGINT,
    followed BIGINT NOT NULL,
    recorded BIGINT NOT NULL,
    last_followed_at BIGINT
);

-- Another record store whose statements are taken over.
CREATE TABLE statement_pull (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    -- Sealed: key and secret.
    credentials BLOB NOT NULL,
    -- Where to go on within a query; empty: it came to its end.
    more TEXT NOT NULL,
    -- Statements stored there after this are asked for next; empty: all.
    since TEXT NOT NULL,
    -- The newest `stored` seen in the query that is under way.
    newest TEXT NOT NULL,
    taken BIGINT NOT NULL,
    refused BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    -- Empty: the last time went well.
    problem TEXT NOT NULL,
    last_at BIGINT,
    next_at BIGINT NOT NULL,
    paused BOOLEAN NOT NULL
);

-- Where statements are sent on to, in the order of the log.
CREATE TABLE webhook (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    url TEXT NOT NULL,
    -- Sealed: what deliveries are signed with.
    secret BLOB NOT NULL,
    -- Only these; empty: all.
    verb TEXT NOT NULL,
    activity_prefix TEXT NOT NULL,
    -- Everything in the log up to here was delivered, or is in the list of what could not be.
    position BIGINT NOT NULL,
    delivered BIGINT NOT NULL,
    failures BIGINT NOT NULL,
    problem TEXT NOT NULL,
    last_at BIGINT,
    next_at BIGINT NOT NULL,
    paused BOOLEAN NOT NULL
);
-- What a receiver did not take, however often it was sent.
CREATE TABLE dead_letter (
    id INTEGER PRIMARY KEY,
    webhook BIGINT NOT NULL REFERENCES webhook (id),
    seq BIGINT NOT NULL,
    problem TEXT NOT NULL,
    died_at BIGINT NOT NULL,
    resend BOOLEAN NOT NULL,
    UNIQUE (webhook, seq)
);
