import type { Checked, Member } from '@atrium/model';
import { isId, isInstant, type RecordId, type RecordState } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { pageSize } from '../queries/query-records.ts';
import { readableSql } from '../queries/readable-sql.ts';
import { SqlValues } from '../queries/sql-values.ts';
import { type RecordRow, recordColumns, recordOf } from '../records/record-row.ts';

export interface DeletedQuery {
  readonly member: Member;
  readonly projectId?: RecordId | undefined;
  readonly recordType?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface Deletion {
  readonly record: RecordState;
  /** What deleted it. */
  readonly event: LoggedEvent;
  /** What else the same command or cause deleted, and is still deleted. */
  readonly along: readonly RecordState[];
}

export interface DeletedPage {
  /** Newest first. */
  readonly deletions: readonly Deletion[];
  readonly cursor: string | null;
}

const MAX_ALONG = 50;
/** Events of one command stand together in the log; none makes more than this. */
const COMMAND_SPAN = 1_000;

/** Deleted records that the member may read, newest first. */
export async function deletedRecords(tx: Tx, query: DeletedQuery): Promise<Checked<DeletedPage>> {
  const { member, projectId, recordType } = query;
  const place = query.cursor === undefined ? undefined : placeOf(query.cursor);
  if (query.cursor !== undefined && !place) return invalid('The cursor does not fit this list.');
  if (projectId !== undefined && !isId(projectId)) return invalid('An id of the query is not a UUID.');
  const values = new SqlValues();
  const conditions = ['r.deleted_at IS NOT NULL', readableSql(member, 'r', values)];
  if (projectId !== undefined) conditions.push(`r.project_id = ${values.add(projectId, 'uuid')}`);
  if (recordType !== undefined) conditions.push(`r.type = ${values.add(recordType, 'text')}`);
  if (place) {
    const at = values.add(place.at, 'timestamptz');
    conditions.push(
      `r.deleted_at <= ${at} AND (r.deleted_at < ${at} OR r.id > ${values.add(place.id, 'uuid')})`,
    );
  }
  const limit = pageSize(query.limit);
  const { rows } = await tx.query<RecordRow>(
    `SELECT ${recordColumns('r')} FROM records r WHERE ${conditions.join(' AND ')}
     ORDER BY r.deleted_at DESC, r.id LIMIT ${values.add(limit + 1, 'int')}`,
    values.list,
  );
  const records = rows.slice(0, limit).map(recordOf);
  const events = await deletingEvents(tx, records);
  const along = await deletedAlong(tx, member, [...events.values()]);
  const deletions = records.flatMap((record) => {
    const event = events.get(record.id);
    return event ? [{ record, event, along: along.get(record.id) ?? [] }] : [];
  });
  const last = rows.length > limit ? records.at(-1) : undefined;
  return { ok: true, value: { deletions, cursor: last ? `${last.deletedAt}~${last.id}` : null } };
}

async function deletingEvents(tx: Tx, records: readonly RecordState[]) {
  const { rows } = await tx.query<EventRow>(
    `SELECT ${eventColumns('e')} FROM unnest($1::uuid[]) AS w(id)
     CROSS JOIN LATERAL (SELECT * FROM events e WHERE e.record_id = w.id AND e.change = 'deleted'
       ORDER BY e.version DESC LIMIT 1) e`,
    [records.map(({ id }) => id)],
  );
  return new Map(rows.map((row) => [row.record_id, eventOf(row)]));
}

async function deletedAlong(tx: Tx, member: Member, events: readonly LoggedEvent[]) {
  const found = new Map<RecordId, RecordState[]>();
  if (events.length === 0) return found;
  const values = new SqlValues();
  const list = (column: readonly unknown[], type: string) => values.add(column, type);
  const { rows } = await tx.query<RecordRow & { of: RecordId }>(
    `SELECT w.id AS of, ${recordColumns('r')}
     FROM unnest(${list(
       events.map((event) => event.recordId),
       'uuid[]',
     )}, ${list(
       events.map((event) => event.position),
       'int8[]',
     )}, ${list(
       events.map((event) => event.commandId),
       'uuid[]',
     )}, ${list(
       events.map((event) => event.cause ?? null),
       'text[]',
     )}) AS w(id, position, command_id, cause)
     CROSS JOIN LATERAL (
       SELECT r.* FROM records r WHERE r.id IN (
         SELECT e.record_id FROM events e WHERE e.cause = w.cause AND e.change = 'deleted'
         UNION
         SELECT e.record_id FROM events e WHERE e.command_id = w.command_id AND e.change = 'deleted'
           AND e.position BETWEEN w.position - ${COMMAND_SPAN} AND w.position + ${COMMAND_SPAN})
       AND r.id <> w.id AND r.deleted_at IS NOT NULL AND ${readableSql(member, 'r', values)}
       ORDER BY r.id LIMIT ${MAX_ALONG}) r`,
    values.list,
  );
  for (const row of rows) found.set(row.of, [...(found.get(row.of) ?? []), recordOf(row)]);
  return found;
}

function placeOf(cursor: string): { at: string; id: RecordId } | undefined {
  const [at, id, ...rest] = cursor.split('~');
  return rest.length === 0 && isInstant(at) && isId(id) ? { at, id } : undefined;
}

function invalid(message: string): Checked<never> {
  return { ok: false, problem: { code: 'INVALID_INPUT', message } };
}
