import { placeOf, type Registry, type Scope, workspaceTypes } from '@atrium/model';
import type { Instant, RecordState, TenantId } from '@atrium/protocol';
import { type HeldQuery, heldRows } from '../database/held-rows.ts';
import type { Tx } from '../database/tx.ts';
import { readHead } from '../log/heads.ts';
import { positionAt } from '../log/position-at.ts';
import { readStates } from './read-record-at.ts';
import { type RecordRow, recordColumns, recordOf } from './record-row.ts';
import { rollBack } from './roll-back.ts';
import { type ScopePart, type ScopeSource, scopeView } from './scope-view.ts';

const ROWS_AT_A_TIME = 500;
/** So many events are taken back rather than replayed up to. */
const FEW = 4;

export interface PastScope {
  readonly scope: Scope;
  /** A position beyond the head is the head. */
  readonly at: { readonly time: Instant } | { readonly position: number };
}

/** A record that belongs, or belonged, to the scope, and its version then; null before it was there. */
type Row = RecordRow & { readonly version_then: number | null };

/**
 * The records of a scope as they were at one position, without those that were deleted then, but with those that
 * have left or been deleted since. What has not changed since comes as it is; the rest is taken back a few events, or
 * replayed from the nearest snapshot. Rights are the reader's to check. Holds a connection until it is read or left.
 */
export function readScopeAt(
  source: ScopeSource,
  tenantId: TenantId,
  { scope, at }: PastScope,
): AsyncGenerator<ScopePart, void, void> {
  const { registry } = source;
  return scopeView(source, tenantId, async (tx, emit) => {
    const head = await readHead(tx, tenantId);
    const position = 'position' in at ? Math.min(at.position, head) : await positionAt(tx, tenantId, at.time);
    await emit({ kind: 'position', position });
    for (const query of queriesOf({ tenantId, scope, position, registry })) {
      for await (const rows of heldRows<Row>(tx, query)) {
        const states = await statesThen(tx, tenantId, rows);
        const records = states.filter((state) => isThere(state, scope, registry));
        if (records.length > 0) await emit({ kind: 'records', records });
      }
    }
  });
}

async function statesThen(tx: Tx, tenantId: TenantId, rows: readonly Row[]): Promise<RecordState[]> {
  const unchanged: RecordState[] = [];
  const changed: { record: RecordState; to: number }[] = [];
  for (const row of rows) {
    const record = recordOf(row);
    if (row.version_then === record.version) unchanged.push(record);
    else if (row.version_then !== null) changed.push({ record, to: row.version_then });
  }
  // Replaying a short past is as fast.
  const near = changed.filter(({ record, to }) => record.version - to <= Math.min(FEW, to));
  const taken = await rollBack(tx, tenantId, near);
  const others = changed.filter(({ record }) => !taken.has(record.id));
  const replayed = await readStates(
    tx,
    tenantId,
    others.map(({ record, to }) => ({ id: record.id, version: to })),
  );
  return [...unchanged, ...taken.values(), ...replayed.values()];
}

function isThere(state: RecordState, scope: Scope, registry: Registry): boolean {
  if (state.deletedAt !== null) return false;
  const { workspace, projectId, subjectId } = placeOf(state, registry);
  switch (scope.kind) {
    case 'workspace':
      return workspace;
    case 'project':
      return projectId === scope.id && subjectId === null;
    case 'record':
      return state.id === scope.id || subjectId === scope.id;
  }
}

interface Asked {
  readonly tenantId: TenantId;
  readonly scope: Scope;
  readonly position: number;
  readonly registry: Registry;
}

/** First those that belong to the scope now, whatever became of them; then those that have left it. */
function queriesOf({ tenantId, scope, position, registry }: Asked): HeldQuery[] {
  const named = (name: string, text: string, value: unknown): HeldQuery => ({
    name,
    text,
    values: [tenantId, position, value],
    rowsAtATime: ROWS_AT_A_TIME,
  });
  switch (scope.kind) {
    case 'workspace':
      return [named('present', present('r.type = ANY($3::text[])'), workspaceTypes(registry))];
    case 'project':
      return [
        named('present', present('r.project_id = $3::uuid AND r.subject_id IS NULL'), scope.id),
        named(
          'left_since',
          leftSince(
            'e.project_id = $3::uuid AND e.subject_id IS NULL',
            'r.project_id = $3::uuid AND r.subject_id IS NULL',
          ),
          scope.id,
        ),
      ];
    case 'record':
      return [
        named('present', present('(r.id = $3::uuid OR r.subject_id = $3::uuid)'), scope.id),
        named(
          'left_since',
          leftSince('e.subject_id = $3::uuid', '(r.id = $3::uuid OR r.subject_id = $3::uuid)'),
          scope.id,
        ),
      ];
  }
}

const VERSION_THEN = `(SELECT e.version FROM events e
  WHERE e.tenant_id = $1 AND e.record_id = r.id AND e.position <= $2::int8 ORDER BY e.version DESC LIMIT 1)`;

function present(isIn: string): string {
  return `SELECT ${recordColumns('r')},
      CASE WHEN newest.position <= $2::int8 THEN r.version ELSE ${VERSION_THEN} END AS version_then
    FROM records r
    JOIN events newest ON newest.tenant_id = $1 AND newest.record_id = r.id AND newest.version = r.version
    WHERE r.tenant_id = $1 AND ${isIn} AND (r.deleted_at IS NULL OR newest.position > $2::int8)`;
}

function leftSince(wasIn: string, isIn: string): string {
  return `SELECT ${recordColumns('r')}, ${VERSION_THEN} AS version_then
    FROM (SELECT DISTINCT e.record_id FROM events e
      WHERE e.tenant_id = $1 AND e.position <= $2::int8 AND ${wasIn}) was
    JOIN records r ON r.tenant_id = $1 AND r.id = was.record_id
    WHERE (${isIn}) IS NOT TRUE`;
}
