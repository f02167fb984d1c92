import { type IdRanges, isRangeCount, type Registry, type Scope, workspaceTypes } from '@atrium/model';
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

interface PartOfScope {
  readonly scope: Scope;
  /** Only records whose ids fall into these. */
  readonly ranges: IdRanges | undefined;
}

/**
 * The records of a scope that are not deleted, all as of one position. Rights are the reader's to check.
 * Holds a connection until it is read to its end or left.
 */
export function readScope(
  { database, registry, turnstile }: ScopeSource,
  tenantId: TenantId,
  part: PartOfScope,
): AsyncGenerator<ScopePart, void, void> {
  return handedOver(async (emit) => {
    const leave = await turnstile.enter();
    try {
      await database.withTenant(
        tenantId,
        async (tx) => {
          await emit({ kind: 'position', position: await readHead(tx, tenantId) });
          await readRows(tx, inRanges(scopeQuery(tenantId, part.scope, registry), part.ranges), (rows) =>
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

interface Query {
  readonly text: string;
  readonly values: readonly unknown[];
}

function scopeQuery(tenantId: TenantId, scope: Scope, registry: Registry): Query {
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

/** The model's `rangeOf`, as a condition. */
function inRanges(query: Query, ranges: IdRanges | undefined): Query {
  if (!ranges) return query;
  const { count, wanted } = ranges;
  if (!isRangeCount(count)) throw new Error(`Not a number of ranges: ${count}`);
  const at = query.values.length;
  return {
    text: `${query.text} AND (get_byte(uuid_send(r.id), 15) & $${at + 1}::int) = ANY($${at + 2}::int[])`,
    values: [...query.values, count - 1, [...wanted]],
  };
}

async function readRows(tx: Tx, query: Query, use: (rows: RecordRow[]) => Promise<void>): Promise<void> {
  const cursor = tx.client.query(
    new Cursor<RecordRow>(query.text, [...query.values], { types: TYPE_PARSERS }),
  );
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
