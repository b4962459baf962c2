-- What the programme is asked to move, and what was found out about it.
CREATE TABLE outcome (
    key TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    metric TEXT NOT NULL,
    direction TEXT NOT NULL,
    -- JSON: metrics that must not get worse meanwhile.
    guards TEXT NOT NULL,
    smallest_effect DOUBLE PRECISION NOT NULL,
    transform TEXT NOT NULL,
    rank TEXT NOT NULL,
    retired_at BIGINT
);
-- Declared beforehand: one speed and one quality outcome, everything else is secondary.
CREATE UNIQUE INDEX outcome_primary ON outcome (rank) WHERE rank <> 'secondary';

-- The newest report; older ones are of figures that are no more.
CREATE TABLE impact_report (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    -- Of everything that it was computed from: the same hash, the same report.
    input_hash TEXT NOT NULL,
    -- Of the figures, when it was computed or last found to be still right.
    revision BIGINT NOT NULL,
    computed_at BIGINT NOT NULL,
    payload TEXT NOT NULL
);

-- Who computes the next one, until when at most: instances on the same database take turns.
CREATE TABLE impact_claim (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    claimed_until BIGINT NOT NULL
);
INSERT INTO impact_claim (id, claimed_until) VALUES (1, 0);
