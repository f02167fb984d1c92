import type { RecordEvent, RecordId, RecordState } from '@atrium/protocol';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import { readRecordAt } from '../records/read-record-at.ts';
import { readRecords } from '../records/read-records.ts';
import { type RecordRow, recordColumns, recordOf } from '../records/record-row.ts';
import { loadReferrers } from './load-referrers.ts';
import type { Loaded, ReadSource } from './loaded-reads.ts';
import type { MissingReads } from './missing-reads.ts';

/** Reads everything the decisions of a batch asked for, with one query for each kind of question. */
export async function loadMissing(source: ReadSource, missing: MissingReads): Promise<Loaded> {
  const { tx, tenantId } = source;
  const records = await readRecords(tx, tenantId, [...missing.records]);
  const keys = await loadKeys(source, [...missing.keys], records);
  const referrers = await loadReferrers(source, [...missing.referrers.values()], records);
  const events = await loadEvents(source, [...missing.commands]);
  const counters = await loadCounters(source, [...missing.counters]);
  const pastStates = await loadPastStates(source, missing.pastStates);
  return { records, keys, referrers, events, counters, pastStates };
}

async function loadKeys({ tx, tenantId }: ReadSource, keys: readonly string[], records: RecordState[]) {
  const holders = new Map<string, RecordId>();
  if (keys.length === 0) return holders;
  // Whoever asks for a key reads its holder next.
  const { rows } = await tx.query<RecordRow & { key: string }>(
    {
      name: 'holders_of_keys',
      text: `SELECT k.key, ${recordColumns('r')} FROM record_keys k
             JOIN records r ON r.tenant_id = k.tenant_id AND r.id = k.record_id
             WHERE k.tenant_id = $1 AND k.key = ANY($2::text[])`,
    },
    [tenantId, keys],
  );
  for (const row of rows) {
    holders.set(row.key, row.id);
    records.push(recordOf(row));
  }
  return holders;
}

async function loadEvents({ tx, tenantId }: ReadSource, commandIds: readonly string[]) {
  const events = new Map<string, RecordEvent[]>();
  if (commandIds.length === 0) return events;
  const { rows } = await tx.query<EventRow>(
    {
      name: 'events_of_commands',
      text: `SELECT ${eventColumns('e')} FROM events e
             WHERE e.tenant_id = $1 AND e.command_id = ANY($2::uuid[]) ORDER BY e.position`,
    },
    [tenantId, commandIds],
  );
  for (const event of rows.map(eventOf)) {
    const list = events.get(event.commandId);
    if (list) list.push(event);
    else events.set(event.commandId, [event]);
  }
  return events;
}

/** One by one: a restore names one version of one record. */
async function loadPastStates({ tx, tenantId }: ReadSource, wanted: MissingReads['pastStates']) {
  const found = new Map<string, RecordState>();
  for (const [key, { id, version }] of wanted) {
    const state = await readRecordAt(tx, { tenantId, recordId: id, at: { version } });
    if (state) found.set(key, state);
  }
  return found;
}

async function loadCounters({ tx, tenantId }: ReadSource, names: readonly string[]) {
  if (names.length === 0) return new Map<string, number>();
  const { rows } = await tx.query<{ name: string; value: number }>(
    {
      name: 'counters_by_name',
      text: 'SELECT c.name, c.value FROM counters c WHERE c.tenant_id = $1 AND c.name = ANY($2::text[])',
    },
    [tenantId, names],
  );
  return new Map(rows.map(({ name, value }) => [name, value]));
}
