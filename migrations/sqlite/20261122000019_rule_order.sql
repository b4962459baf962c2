-- The order in which rules are tried can be changed.
ALTER TABLE tag_rule ADD COLUMN position BIGINT NOT NULL DEFAULT 0;
UPDATE tag_rule SET position = id;
