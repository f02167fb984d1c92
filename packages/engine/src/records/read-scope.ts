import { type IdRanges, isRangeCount, type Registry, type Scope, workspaceTypes } from '@atrium/model';
import type { TenantId } from '@atrium/protocol';
import Cursor from 'pg-cursor';
import type { Tx } from '../database/tx.ts';
import { TYPE_PARSERS } from '../database/type-parsers.ts';
import { readHead } from '../log/heads.ts';
import { type RecordRow, recordColumns, recordOf } from './record-row.ts';
import { type ScopePart, type ScopeSource, scopeView } from './scope-view.ts';

const ROWS_PER_BATCH = 500;

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
  source: ScopeSource,
  tenantId: TenantId,
  part: PartOfScope,
): AsyncGenerator<ScopePart, void, void> {
  return scopeView(source, tenantId, async (tx, emit) => {
    await emit({ kind: 'position', position: await readHead(tx, tenantId) });
    const query = inRanges(scopeQuery(tenantId, part.scope, source.registry), part.ranges);
    await readRows(tx, query, (rows) => emit({ kind: 'records', records: rows.map(recordOf) }));
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
