import type { Checked, Member } from '@atrium/model';
import { isId, type RecordId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { concernsSql } from './concerns-sql.ts';
import { pageSize } from './query-records.ts';
import { readableSql } from './readable-sql.ts';
import { SqlValues } from './sql-values.ts';

export interface ActivityQuery {
  readonly member: Member;
  /** Of this record, of what hangs on it (comments) and of what links it with others (dependencies). */
  readonly recordId?: RecordId;
  readonly projectId?: RecordId;
  readonly personId?: RecordId;
  readonly recordType?: string;
  readonly cursor?: string;
  readonly limit?: number;
}

export interface ActivityPage {
  readonly events: readonly LoggedEvent[];
  readonly cursor: string | null;
}

/** What happened, newest first, as far as the member may read the records that it happened to. */
export async function activity(tx: Tx, query: ActivityQuery): Promise<Checked<ActivityPage>> {
  const { member, recordId, projectId, personId, recordType, cursor } = query;
  for (const id of [recordId, projectId, personId]) {
    if (id !== undefined && !isId(id)) return invalid('An id of the query is not a UUID.');
  }
  if (cursor !== undefined && !/^[1-9]\d{0,14}$/.test(cursor))
    return invalid('The cursor does not fit this list.');
  const values = new SqlValues();
  const conditions = [readableSql(member, 'r', values)];
  if (recordId !== undefined) {
    conditions.push(concernsSql(values.add(recordId, 'uuid')));
  }
  if (projectId !== undefined) conditions.push(`e.project_id = ${values.add(projectId, 'uuid')}`);
  if (recordType !== undefined) conditions.push(`e.record_type = ${values.add(recordType, 'text')}`);
  if (personId !== undefined) {
    const person = values.add(personId, 'text');
    conditions.push(`COALESCE(e.origin ->> 'personId', e.actor ->> 'personId') = ${person}`);
  }
  if (cursor !== undefined) conditions.push(`e.position < ${values.add(cursor, 'bigint')}`);
  const limit = pageSize(query.limit);
  const { rows } = await tx.query<EventRow>(
    `SELECT ${eventColumns('e')} FROM events e JOIN records r ON r.id = e.record_id
     WHERE ${conditions.join(' AND ')}
     ORDER BY e.position DESC LIMIT ${values.add(limit + 1, 'int')}`,
    values.list,
  );
  const events = rows.slice(0, limit).map(eventOf);
  const last = rows.length > limit ? events.at(-1) : undefined;
  return { ok: true, value: { events, cursor: last ? String(last.position) : null } };
}

function invalid(message: string): Checked<never> {
  return { ok: false, problem: { code: 'INVALID_INPUT', message } };
}
