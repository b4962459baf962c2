-- What pages read: a cell's figures as far as they may be shown beside all others that are shown.
CREATE TABLE release (
    group_kind TEXT NOT NULL,
    group_key TEXT NOT NULL,
    period_kind TEXT NOT NULL,
    period_key TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    figures TEXT NOT NULL,
    -- By metric: why a figure is hidden, or what it leaves out.
    remarks TEXT NOT NULL,
    PRIMARY KEY (group_kind, group_key, period_kind, period_key)
);
CREATE INDEX release_period ON release (period_kind, period_key);
-- Whose facts counted where when a period was first shown, and since. Facts and people by number and key.
CREATE TABLE seating (
    period_kind TEXT NOT NULL,
    period_key TEXT NOT NULL,
    -- Of the directory, when this was written.
    revision BIGINT NOT NULL,
    seats TEXT NOT NULL,
    PRIMARY KEY (period_kind, period_key)
);
-- Periods whose figures changed and have not been released yet.
CREATE TABLE unreleased (
    period_kind TEXT NOT NULL,
    period_key TEXT NOT NULL,
    PRIMARY KEY (period_kind, period_key)
);
INSERT INTO unreleased (period_kind, period_key)
SELECT DISTINCT period_kind, period_key FROM cell WHERE period_kind IN ('sprint', 'now');
