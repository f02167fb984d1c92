-- States of records at some of their versions, so that no version is far from one. Made by a consumer from the
-- log, and makeable again. Personal values are not in them: where one stood is its salted digest, as in the log.
CREATE TABLE record_snapshots (
  tenant_id uuid NOT NULL,
  record_id uuid NOT NULL,
  version bigint NOT NULL,
  -- When the event of that version was logged.
  at timestamptz NOT NULL,
  state jsonb NOT NULL,
  PRIMARY KEY (tenant_id, record_id, version)
);
GRANT SELECT, INSERT, DELETE ON record_snapshots TO atrium_app;

-- How far the hash chain of a log was walked, and what came of it.
CREATE TABLE log_verifications (
  tenant_id uuid PRIMARY KEY,
  -- Everything up to here holds, and the hash of the event there.
  position bigint NOT NULL DEFAULT 0,
  hash bytea,
  -- When the head of the log was last reached.
  verified_position bigint NOT NULL DEFAULT 0,
  verified_at timestamptz,
  -- Of the run that goes on; the last sign of it, so that one whose process is gone does not stand for ever.
  run_id uuid,
  run_target bigint,
  run_started_at timestamptz,
  run_seen_at timestamptz,
  started_by uuid,
  broken_position bigint,
  broken_reason text,
  broken_at timestamptz
);
GRANT SELECT, INSERT, UPDATE ON log_verifications TO atrium_app;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['record_snapshots', 'log_verifications'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  END LOOP;
END
$$;

-- What was deleted, newest first, for those who look for it.
CREATE INDEX records_by_deletion ON records (tenant_id, deleted_at DESC, id) WHERE deleted_at IS NOT NULL;
