-- A cycle of dependencies is looked for along them, from each item to those it blocks.
CREATE INDEX records_by_from ON records (tenant_id, (fields ->> 'from')) WHERE type = 'dependency';
