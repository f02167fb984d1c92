import type { TenantId } from '@atrium/protocol';
import type { Database } from '../database/open-database.ts';
import type { Tx } from '../database/tx.ts';
import { eventHash, genesisHash } from './event-hash.ts';
import { type EventRow, eventColumns, storedEventOf } from './event-row.ts';
import { personalIntact } from './personal-values.ts';

export type LogCheck =
  | { readonly ok: true; readonly events: number; readonly head: number }
  /** The first position where the log is not what was written. */
  | { readonly ok: false; readonly position: number; readonly reason: string };

type HashedRow = EventRow & { readonly hash: string | null };

const CHUNK = 1_000;

/** Walks a tenant's log from its first event to its head, as of one moment. */
export function verifyLog(
  database: Database,
  tenantId: TenantId,
  onProgress: (position: number) => void = () => undefined,
): Promise<LogCheck> {
  return database.withTenant(tenantId, (tx) => walk(tx, tenantId, onProgress), {
    isolation: 'repeatable read',
    readOnly: true,
  });
}

async function walk(tx: Tx, tenantId: TenantId, onProgress: (position: number) => void): Promise<LogCheck> {
  const { rows: heads } = await tx.query<{ head: number; hash: string | null }>(
    "SELECT head, encode(head_hash, 'hex') AS hash FROM tenants WHERE tenant_id = $1",
    [tenantId],
  );
  const stored = heads[0] ?? { head: 0, hash: null };
  let previous = genesisHash(tenantId);
  let position = 0;
  for (;;) {
    const { rows } = await tx.query<HashedRow>(
      `SELECT ${eventColumns('e')}, encode(e.hash, 'hex') AS hash FROM events e
       WHERE e.tenant_id = $1 AND e.position > $2 ORDER BY e.position LIMIT ${CHUNK}`,
      [tenantId, position],
    );
    for (const row of rows) {
      const reason = brokenBy(row, position, previous);
      if (reason !== undefined) return { ok: false, position: position + 1, reason };
      position = row.position;
      previous = row.hash ?? '';
    }
    if (rows.length > 0) onProgress(position);
    if (rows.length < CHUNK) break;
  }
  if (stored.head !== position) {
    const reason = `The head says ${stored.head}, the log ends at ${position}.`;
    return { ok: false, position: Math.min(stored.head, position) + 1, reason };
  }
  if (position > 0 && stored.hash !== previous) {
    return { ok: false, position, reason: 'The hash of the head is not that of the last event.' };
  }
  return { ok: true, events: position, head: stored.head };
}

function brokenBy(row: HashedRow, position: number, previous: string): string | undefined {
  if (row.position !== position + 1) return `The event is missing; the next one is ${row.position}.`;
  if (row.hash !== eventHash(previous, storedEventOf(row)))
    return 'The event is not the one that was written.';
  if (!personalIntact(row.patch, row.personal)) return 'A personal value is not the one that was written.';
  return undefined;
}
