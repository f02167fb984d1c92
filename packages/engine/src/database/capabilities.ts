import type pg from 'pg';

/** What this PostgreSQL offers beyond the floor. Everything works without; these make it better or faster. */
export interface Capabilities {
  /** `170002` and the like. */
  readonly version: number;
  /** Similarity of texts, for search that forgives typing errors. */
  readonly trigrams: boolean;
  /** The functions below may be used in index conditions under row-level security. */
  readonly indexedExpressions: boolean;
}

/**
 * Under row-level security PostgreSQL applies a condition before the policy, and so through an index, only if it is
 * marked leakproof. These reveal nothing but are not marked, so views over fields and text search would scan the whole
 * tenant. Only a superuser may mark them; elsewhere generated columns carry the hot paths.
 */
export const LEAKPROOF = [
  'jsonb_object_field_text(jsonb,text)',
  'jsonb_object_field(jsonb,text)',
  'jsonb_typeof(jsonb)',
  'jsonb_exists(jsonb,text)',
  'jsonb_exists_any(jsonb,text[])',
  'jsonb_exists_all(jsonb,text[])',
  'jsonb_contains(jsonb,jsonb)',
  'jsonb_eq(jsonb,jsonb)',
  'jsonb_lt(jsonb,jsonb)',
  'jsonb_le(jsonb,jsonb)',
  'jsonb_gt(jsonb,jsonb)',
  'jsonb_ge(jsonb,jsonb)',
  'ts_match_vq(tsvector,tsquery)',
  'textlike(text,text)',
  'texticlike(text,text)',
];

/** Under the migration lock, so that two processes never do it at once. */
export async function ensureCapabilities(owner: pg.ClientBase): Promise<Capabilities> {
  const { rows } = await owner.query<{ version: number; superuser: boolean }>(
    `SELECT current_setting('server_version_num')::int AS version,
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser`,
  );
  const row = rows[0] ?? { version: 0, superuser: false };
  if (row.superuser) await markLeakproof(owner);
  return {
    version: row.version,
    trigrams: await hasTrigrams(owner),
    indexedExpressions: await allLeakproof(owner),
  };
}

async function hasTrigrams(owner: pg.ClientBase): Promise<boolean> {
  try {
    await owner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
  } catch {
    // Not shipped or not allowed: the catalogue knows.
  }
  const { rowCount } = await owner.query("SELECT FROM pg_extension WHERE extname = 'pg_trgm'");
  return rowCount === 1;
}

async function markLeakproof(owner: pg.ClientBase): Promise<void> {
  if (await allLeakproof(owner)) return;
  await owner.query(LEAKPROOF.map((name) => `ALTER FUNCTION pg_catalog.${name} LEAKPROOF`).join(';'));
}

async function allLeakproof(owner: pg.ClientBase): Promise<boolean> {
  const { rows } = await owner.query<{ ok: boolean }>(
    'SELECT bool_and(proleakproof) AS ok FROM pg_proc WHERE oid = ANY($1::regprocedure[])',
    [LEAKPROOF],
  );
  return rows[0]?.ok ?? false;
}
