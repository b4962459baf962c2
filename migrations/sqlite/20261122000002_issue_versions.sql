-- The newest version seen of every issue, defects or not: an older payload that arrives late must not bring back a
-- defect that has become something else since.
CREATE TABLE issue (
    key TEXT PRIMARY KEY,
    updated_at BIGINT NOT NULL
);
INSERT INTO issue (key, updated_at) SELECT key, updated_at FROM defect;
