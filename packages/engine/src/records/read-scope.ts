import type { Registry, Scope } from '@atrium/model';
import type { RecordState, TenantId } from '@atrium/protocol';
import Cursor from 'pg-cursor';
import type { Database } from '../database/open-database.ts';
import type { Tx } from '../database/tx.ts';
import { TYPE_PARSERS } from '../database/type-parsers.ts';
import { readHead } from '../log/heads.ts';
import { handedOver } from './handed-over.ts';
import { type RecordRow, recordColumns, recordOf } from './record-row.ts';
import type { Turnstile } from './turnstile.ts';

const ROWS_PER_BATCH = 500;
const ANY_ID = '00000000-0000-7000-8000-000000000000';

/** First where the log stood, then the records as of there, in batches. */
export type ScopePart =
  | { readonly kind: 'position'; readonly position: number }
  | { readonly kind: 'records'; readonly records: readonly RecordState[] };

export interface ScopeSource {
  readonly database: Database;
  readonly registry: Registry;
  /** Readers keep a connection each; some must be left for what they ask beside it. */
  readonly turnstile: Turnstile;
}

/**
 * The records of a scope that are not deleted, all as of one position. Rights are the reader's to check.
 * Holds a connection until it is read to its end or left.
 */
export function readScope(
  { database, registry, turnstile }: ScopeSource,
  tenantId: TenantId,
  scope: Scope,
): AsyncGenerator<ScopePart, void, void> {
  return handedOver(async (emit) => {
    const leave = await turnstile.enter();
    try {
      await database.withTenant(
        tenantId,
        async (tx) => {
          await emit({ kind: 'position', position: await readHead(tx, tenantId) });
          await readRows(tx, scopeQuery(tenantId, scope, registry), (rows) =>
            emit({ kind: 'records', records: rows.map(recordOf) }),
          );
        },
        { isolation: 'repeatable read', readOnly: true },
      );
    } finally {
      leave();
    }
  });
}

function scopeQuery(tenantId: TenantId, scope: Scope, registry: Registry) {
  const select = `SELECT ${recordColumns('r')} FROM records r WHERE r.tenant_id = $1 AND r.deleted_at IS NULL`;
  switch (scope.kind) {
    case 'workspace':
      return { text: `${select} AND r.type = ANY($2::text[])`, values: [tenantId, workspaceTypes(registry)] };
    case 'project':
      return {
        text: `${select} AND r.project_id = $2 AND r.subject_id IS NULL`,
        values: [tenantId, scope.id],
      };
    case 'record':
      return { text: `${select} AND (r.id = $2 OR r.subject_id = $2)`, values: [tenantId, scope.id] };
  }
}

/** Types whose records everyone sees in the workspace scope; a type is there wholly or not at all. */
function workspaceTypes(registry: Registry): string[] {
  return [...registry.types.values()]
    .filter((type) => type.place(ANY_ID, {}).workspace)
    .map(({ name }) => name);
}

async function readRows(
  tx: Tx,
  query: { text: string; values: unknown[] },
  use: (rows: RecordRow[]) => Promise<void>,
): Promise<void> {
  const cursor = tx.client.query(new Cursor<RecordRow>(query.text, query.values, { types: TYPE_PARSERS }));
  let next = cursor.read(ROWS_PER_BATCH);
  try {
    for (;;) {
      const rows = await next;
      const more = rows.length === ROWS_PER_BATCH;
      // The database works on the next batch while the reader has this one.
      if (more) {
        next = cursor.read(ROWS_PER_BATCH);
        // Awaited in its turn; a failure before that is not unhandled.
        next.catch(() => undefined);
      }
      if (rows.length > 0) await use(rows);
      if (!more) return;
    }
  } finally {
    await next.catch(() => undefined);
    await cursor.close();
  }
}
