import type { Registry } from '@atrium/model';
import { isSetValued } from '@atrium/model';
import type { RecordEvent, RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import { readRecords } from '../records/read-records.ts';
import { type RecordRow, recordColumns, recordOf } from '../records/record-row.ts';
import type { Loaded } from './batch-state.ts';
import { type MissingReads, type Referrers, referrersKey } from './missing-reads.ts';

export interface Source {
  readonly tx: Tx;
  readonly tenantId: TenantId;
  readonly registry: Registry;
}

/** Reads everything the decisions of a batch asked for, with one query for each kind of question. */
export async function loadMissing(source: Source, missing: MissingReads): Promise<Loaded> {
  const { tx, tenantId } = source;
  const records = await readRecords(tx, tenantId, [...missing.records]);
  const keys = await loadKeys(source, [...missing.keys], records);
  const referrers = await loadReferrers(source, [...missing.referrers.values()], records);
  const events = await loadEvents(source, [...missing.commands]);
  const counters = await loadCounters(source, [...missing.counters]);
  return { records, keys, referrers, events, counters };
}

async function loadKeys({ tx, tenantId }: Source, keys: readonly string[], records: RecordState[]) {
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

async function loadReferrers(source: Source, wanted: readonly Referrers[], records: RecordState[]) {
  const found = new Map<string, RecordId[]>();
  for (const group of Map.groupBy(wanted, ({ type, field }) => `${type}.${field}`).values()) {
    const { type, field } = group[0] as Referrers;
    const ids = group.map(({ id }) => id);
    for (const record of await queryReferrers(source, { type, field }, ids)) {
      records.push(record);
      const value = record.fields[field];
      for (const id of Array.isArray(value) ? value : [value]) {
        const key = referrersKey({ type, field, id: String(id) });
        const list = found.get(key);
        if (list) list.push(record.id);
        else found.set(key, [record.id]);
      }
    }
  }
  return found;
}

async function queryReferrers(
  { tx, tenantId, registry }: Source,
  { type, field }: { type: string; field: string },
  ids: readonly string[],
): Promise<RecordState[]> {
  const declared = registry.types.get(type)?.fields[field];
  if (!declared) throw new Error(`The record type ${type} has no field ${field} to refer with`);
  const name = tx.client.escapeLiteral(field);
  const condition = isSetValued(declared)
    ? `r.fields -> ${name} ?| $3::text[]`
    : `${field === 'parent' ? 'r.parent_id' : `r.fields ->> ${name}`} = ANY($3::text[])`;
  const { rows } = await tx.query<RecordRow>(
    `SELECT ${recordColumns('r')} FROM records r
     WHERE r.tenant_id = $1 AND r.type = $2 AND r.deleted_at IS NULL AND ${condition}
     ORDER BY r.id`,
    [tenantId, type, ids],
  );
  return rows.map(recordOf);
}

async function loadEvents({ tx, tenantId }: Source, commandIds: readonly string[]) {
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

async function loadCounters({ tx, tenantId }: Source, names: readonly string[]) {
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
