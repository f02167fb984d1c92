import type { TenantId } from '@atrium/protocol';
import type { Database } from '../database/database.ts';
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
  let place: ChainPlace = { position: 0, hash: genesisHash(tenantId) };
  for (;;) {
    const step = await walkOn(tx, tenantId, place);
    if (!step.ok) return step;
    place = step.place;
    if (step.events > 0) onProgress(place.position);
    if (step.events < CHUNK) break;
  }
  const broken = await headBroken(tx, tenantId, place);
  return broken ?? { ok: true, events: place.position, head: place.position };
}

/** Up to where the chain was walked, and the hash there. */
export interface ChainPlace {
  readonly position: number;
  readonly hash: string;
}

export type BrokenLog = Extract<LogCheck, { readonly ok: false }>;

export type ChainStep =
  | { readonly ok: true; readonly place: ChainPlace; readonly events: number }
  | BrokenLog;

/** Walks a bounded number of events further; fewer than asked for means that the log ended. */
export async function walkOn(
  tx: Pick<Tx, 'query'>,
  tenantId: TenantId,
  from: ChainPlace,
  limit = CHUNK,
): Promise<ChainStep> {
  const { rows } = await tx.query<HashedRow>(
    `SELECT ${eventColumns('e')}, encode(e.hash, 'hex') AS hash FROM events e
     WHERE e.tenant_id = $1 AND e.position > $2 ORDER BY e.position LIMIT $3`,
    [tenantId, from.position, limit],
  );
  let { position, hash } = from;
  for (const row of rows) {
    const reason = brokenBy(row, position, hash);
    if (reason !== undefined) return { ok: false, position: position + 1, reason };
    position = row.position;
    hash = row.hash ?? '';
  }
  return { ok: true, place: { position, hash }, events: rows.length };
}

/** What is wrong with the head, seen from the end of the log. */
export async function headBroken(
  tx: Pick<Tx, 'query'>,
  tenantId: TenantId,
  { position, hash }: ChainPlace,
): Promise<BrokenLog | undefined> {
  const { rows } = await tx.query<{ head: number; hash: string | null }>(
    "SELECT head, encode(head_hash, 'hex') AS hash FROM tenants WHERE tenant_id = $1",
    [tenantId],
  );
  const stored = rows[0] ?? { head: 0, hash: null };
  if (stored.head !== position) {
    const reason = `The head says ${stored.head}, the log ends at ${position}.`;
    return { ok: false, position: Math.min(stored.head, position) + 1, reason };
  }
  if (position > 0 && stored.hash !== hash) {
    return { ok: false, position, reason: 'The hash of the head is not that of the last event.' };
  }
  return undefined;
}

function brokenBy(row: HashedRow, position: number, previous: string): string | undefined {
  if (row.position !== position + 1) return `The event is missing; the next one is ${row.position}.`;
  if (row.hash !== eventHash(previous, storedEventOf(row)))
    return 'The event is not the one that was written.';
  if (!personalIntact(row.patch, row.personal)) return 'A personal value is not the one that was written.';
  return undefined;
}
