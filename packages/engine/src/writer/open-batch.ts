import { isId, type Json, type Outcome, type RecordId, type RecordState } from '@atrium/protocol';
import type { TenantSession } from '../database/tenant-session.ts';
import type { Rows } from '../database/tx.ts';
import { genesisHash } from '../log/event-hash.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import type { RecordCache } from '../records/record-cache.ts';
import { type RecordRow, recordColumns, recordOf } from '../records/record-row.ts';
import type { Job } from './job.ts';
import { outcomeOf, RECEIPT_COLUMNS, type ReceiptRow } from './receipts.ts';

/** Beyond this many events of others it is cheaper to load what is needed again. */
const CATCH_UP_LIMIT = 1_000;
const EVENTS_AFTER = {
  name: 'events_after',
  text: `SELECT ${eventColumns('e')} FROM events e WHERE e.tenant_id = $1 AND e.position > $2
         ORDER BY e.position LIMIT ${CATCH_UP_LIMIT}`,
};
const GUESSES_PER_COMMAND = 64;

export interface OpenedBatch {
  readonly head: number;
  readonly headHash: string;
  /** Outcomes of command ids that were decided before. */
  readonly receipts: ReadonlyMap<string, Outcome>;
  /** Records that the commands name; undefined for those that do not exist. */
  readonly records: ReadonlyMap<RecordId, RecordState | undefined>;
}

/**
 * Opens the transaction in one round trip: takes the tenant's row, finds receipts, and loads the records that the
 * commands name; in a second one, where other nodes appended, it catches the cache up. Undefined: no such tenant.
 */
export async function openBatch(
  session: TenantSession,
  cache: RecordCache,
  jobs: readonly Job[],
): Promise<OpenedBatch | undefined> {
  const tenant = `tenant_id = '${session.tenantId}'`;
  const guesses = [...guessedIds(jobs, cache)];
  const results = await session.begin(
    [
      `SELECT head, encode(head_hash, 'hex') AS head_hash FROM tenants WHERE ${tenant} FOR UPDATE`,
      `SELECT ${RECEIPT_COLUMNS} FROM receipts
       WHERE ${tenant} AND command_id = ANY (${uuids(jobs.map((job) => job.command.id))})`,
      guesses.length > 0 &&
        `SELECT ${recordColumns()} FROM records WHERE ${tenant} AND id = ANY (${uuids(guesses)})`,
    ]
      .filter(Boolean)
      .join('; '),
  );
  const [heads, receipts, records] = results;
  const head = rowsOf<{ head: number; head_hash: string | null }>(heads)[0];
  if (!head) return undefined;

  if (cache.size > 0 && cache.head < head.head) cache.catchUp(await eventsAfter(session, cache.head));
  if (cache.head !== head.head) cache.reset(head.head);
  const named = new Map<RecordId, RecordState | undefined>(guesses.map((id) => [id, undefined]));
  for (const row of rowsOf<RecordRow>(records)) {
    const record = recordOf(row);
    named.set(record.id, record);
    cache.put(record);
  }
  return {
    head: head.head,
    headHash: head.head_hash ?? genesisHash(session.tenantId),
    receipts: new Map(rowsOf<ReceiptRow>(receipts).map((row) => [row.command_id, outcomeOf(row)])),
    records: named,
  };
}

/** What other nodes appended. */
async function eventsAfter({ tx, tenantId }: TenantSession, head: number): Promise<LoggedEvent[]> {
  const { rows } = await tx.query<EventRow>(EVENTS_AFTER, [tenantId, head]);
  return rows.map(eventOf);
}

/** What the commands will most likely read: who acts, the record, and every id in the input. */
function guessedIds(jobs: readonly Job[], cache: RecordCache): Set<RecordId> {
  const ids = new Set<RecordId>();
  for (const { actor, command } of jobs) {
    const found = [actor.personId, command.recordId];
    collectIds(command.input, found);
    for (const id of found) if (isId(id) && !cache.has(id)) ids.add(id);
  }
  return ids;
}

function collectIds(value: Json | undefined, found: string[]): void {
  if (found.length > GUESSES_PER_COMMAND) return;
  if (typeof value === 'string') {
    if (value.length === 36) found.push(value);
  } else if (typeof value === 'object' && value !== null) {
    for (const entry of Object.values(value)) collectIds(entry, found);
  }
}

/** Every id was checked to be a UUID, so it holds nothing to escape. */
function uuids(ids: readonly string[]): string {
  return `'{${ids.join(',')}}'::uuid[]`;
}

function rowsOf<Row>(result: Rows<Record<string, unknown>> | undefined): Row[] {
  return (result?.rows ?? []) as Row[];
}
