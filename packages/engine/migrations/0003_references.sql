-- A cycle of dependencies is looked for along them, from each item to those it blocks. A generated column, like
-- parent_id: an index over fields themselves would make every change of a record rewrite all its index entries.
ALTER TABLE records ADD COLUMN from_id text GENERATED ALWAYS AS (fields ->> 'from') STORED;
CREATE INDEX records_by_from ON records (tenant_id, from_id) WHERE from_id IS NOT NULL;
-- Room on each page, so that a changed record stays on it.
ALTER TABLE records SET (fillfactor = 85);
