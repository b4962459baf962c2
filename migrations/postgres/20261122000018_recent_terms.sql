-- The terms of the newest statements, in the order of the log: to append here touches few pages, where to sort each
-- into its place in statement_term touches one a term. They are moved there many at a time.
CREATE TABLE recent_term (
    seq BIGINT NOT NULL,
    term BIGINT NOT NULL,
    PRIMARY KEY (seq, term)
);
