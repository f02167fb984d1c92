-- Control tables: routing data that is needed before the tenant is known, so without tenant_id in front.
CREATE TABLE tenant_directory (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE,
  name text NOT NULL,
  placement text NOT NULL DEFAULT 'shared',
  created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE ON tenant_directory TO atrium_app;

-- Which people of which tenants a user is. Seen from the tenant, or by the user across tenants.
CREATE TABLE memberships (
  tenant_id uuid NOT NULL,
  user_id text NOT NULL,
  person_id uuid NOT NULL,
  joined_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, user_id)
);
CREATE INDEX memberships_by_user ON memberships (user_id);
CREATE INDEX memberships_by_person ON memberships (tenant_id, person_id);
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_or_user ON memberships
  USING (
    tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid
    OR user_id = nullif(current_setting('app.user_id', true), '')
  )
  -- A user may look across tenants, but only a tenant lets someone in.
  WITH CHECK (tenant_id = nullif(current_setting('app.tenant_id', true), '')::uuid);
GRANT SELECT, INSERT, UPDATE, DELETE ON memberships TO atrium_app;

-- The head of each tenant's log; its row lock orders the appends.
CREATE TABLE tenants (
  tenant_id uuid PRIMARY KEY,
  head bigint NOT NULL DEFAULT 0,
  head_hash bytea,
  created_at timestamptz NOT NULL DEFAULT now()
);
GRANT SELECT, INSERT, UPDATE ON tenants TO atrium_app;

CREATE TABLE events (
  tenant_id uuid NOT NULL,
  position bigint NOT NULL,
  event_id uuid NOT NULL,
  record_id uuid NOT NULL,
  record_type text NOT NULL,
  version bigint NOT NULL,
  name text NOT NULL,
  change text NOT NULL,
  patch jsonb NOT NULL,
  -- Values of people, outside the hash so that erasing them keeps the chain whole.
  personal jsonb,
  actor jsonb NOT NULL,
  at timestamptz NOT NULL,
  command_id uuid NOT NULL,
  cause text,
  origin jsonb,
  project_id uuid,
  subject_id uuid,
  hash bytea,
  PRIMARY KEY (tenant_id, position)
);
CREATE UNIQUE INDEX events_by_record ON events (tenant_id, record_id, version);
CREATE INDEX events_by_command ON events (tenant_id, command_id);
CREATE INDEX events_by_cause ON events (tenant_id, cause) WHERE cause IS NOT NULL;
CREATE INDEX events_by_project ON events (tenant_id, project_id, position);
CREATE INDEX events_by_subject ON events (tenant_id, subject_id, position) WHERE subject_id IS NOT NULL;
-- The log is appended to; nothing in it changes but personal values that are erased.
GRANT SELECT, INSERT, UPDATE (personal) ON events TO atrium_app;

CREATE TABLE records (
  tenant_id uuid NOT NULL,
  id uuid NOT NULL,
  type text NOT NULL,
  version bigint NOT NULL,
  fields jsonb NOT NULL,
  field_versions jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  created_by uuid NOT NULL,
  updated_at timestamptz NOT NULL,
  updated_by uuid NOT NULL,
  deleted_at timestamptz,
  project_id uuid,
  subject_id uuid,
  -- Indexable under row-level security on every PostgreSQL, unlike an expression over fields.
  parent_id text GENERATED ALWAYS AS (fields ->> 'parent') STORED,
  PRIMARY KEY (tenant_id, id)
);
CREATE INDEX records_by_type ON records (tenant_id, type, id);
CREATE INDEX records_by_project ON records (tenant_id, project_id, type);
CREATE INDEX records_by_subject ON records (tenant_id, subject_id) WHERE subject_id IS NOT NULL;
CREATE INDEX records_by_parent ON records (tenant_id, parent_id) WHERE parent_id IS NOT NULL;
GRANT SELECT, INSERT, UPDATE ON records TO atrium_app;

-- What must be unique in a tenant and is looked up by text: project keys, handles, imported sources.
CREATE TABLE record_keys (
  tenant_id uuid NOT NULL,
  key text NOT NULL,
  record_id uuid NOT NULL,
  PRIMARY KEY (tenant_id, key)
);
CREATE INDEX record_keys_by_record ON record_keys (tenant_id, record_id);
GRANT SELECT, INSERT, UPDATE, DELETE ON record_keys TO atrium_app;

CREATE TABLE counters (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  value bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (tenant_id, name)
);
GRANT SELECT, INSERT, UPDATE ON counters TO atrium_app;

-- The outcome of every command id, committed with its events.
CREATE TABLE receipts (
  tenant_id uuid NOT NULL,
  command_id uuid NOT NULL,
  first_position bigint,
  last_position bigint,
  version bigint,
  refusal jsonb,
  at timestamptz NOT NULL,
  PRIMARY KEY (tenant_id, command_id)
);
GRANT SELECT, INSERT ON receipts TO atrium_app;

-- How far each durable reader of the log has come.
CREATE TABLE consumers (
  tenant_id uuid NOT NULL,
  name text NOT NULL,
  position bigint NOT NULL DEFAULT 0,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, name)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON consumers TO atrium_app;

CREATE TABLE search_documents (
  tenant_id uuid NOT NULL,
  record_id uuid NOT NULL,
  record_type text NOT NULL,
  project_id uuid,
  title text NOT NULL DEFAULT '',
  body text NOT NULL DEFAULT '',
  tsv tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'B')
  ) STORED,
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (tenant_id, record_id)
);
CREATE INDEX search_documents_by_words ON search_documents USING gin (tsv);
GRANT SELECT, INSERT, UPDATE, DELETE ON search_documents TO atrium_app;

-- Trigrams where the server has them: the extension is made before migrations, if it can be.
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') THEN
    CREATE INDEX search_documents_by_title ON search_documents USING gin (title gin_trgm_ops);
  END IF;
END
$$;

-- One policy for every table that is wholly a tenant's. Forced, so that not even the owner reads across.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY[
    'tenants', 'events', 'records', 'record_keys', 'counters', 'receipts', 'consumers', 'search_documents'
  ] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format(
      'CREATE POLICY tenant ON %I
         USING (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)
         WITH CHECK (tenant_id = nullif(current_setting(''app.tenant_id'', true), '''')::uuid)', name);
  END LOOP;
END
$$;

-- Heads alone may be read for several tenants at once: a server asks for those it has live sessions of.
CREATE POLICY heads ON tenants FOR SELECT
  USING (tenant_id = ANY (string_to_array(nullif(current_setting('app.tenant_ids', true), ''), ',')::uuid[]));
