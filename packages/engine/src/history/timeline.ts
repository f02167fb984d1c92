import type { Checked } from '@atrium/model';
import { isId, type TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { positionAt } from '../log/position-at.ts';
import { pageSize } from '../queries/query-records.ts';
import { SqlValues } from '../queries/sql-values.ts';
import { type TimelineAsked, timelineCondition } from './timeline-condition.ts';

export interface TimelineQuery extends TimelineAsked {
  /** From the page before. */
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

export interface TimelinePage {
  /** Newest first. */
  readonly events: readonly LoggedEvent[];
  readonly cursor: string | null;
}

/** The changes that a filter lets through, newest first, as far as the member may read their records now. */
export async function timeline(tx: Tx, query: TimelineQuery): Promise<Checked<TimelinePage>> {
  const problem = problemOf(query.filter);
  if (problem) return invalid(problem);
  const { cursor } = query;
  if (cursor !== undefined && !/^[1-9]\d{0,14}$/.test(cursor))
    return invalid('The cursor does not fit this list.');
  const values = new SqlValues();
  const before = cursor === undefined ? '' : `AND e.position < ${values.add(cursor, 'bigint')}`;
  const after = await afterSql(tx, query.filter, values);
  const limit = pageSize(query.limit);
  const { rows } = await tx.query<EventRow>(
    `SELECT ${eventColumns('e')} FROM events e JOIN records r ON r.id = e.record_id
     WHERE ${timelineCondition(query, values)} ${before} ${after}
     ORDER BY e.position DESC LIMIT ${values.add(limit + 1, 'int')}`,
    values.list,
  );
  const events = rows.slice(0, limit).map(eventOf);
  const last = rows.length > limit ? events.at(-1) : undefined;
  return { ok: true, value: { events, cursor: last ? String(last.position) : null } };
}

/** How many events a filter lets through; counted up to `most`. */
export async function countTimeline(tx: Tx, asked: TimelineAsked, most: number): Promise<Checked<number>> {
  const problem = problemOf(asked.filter);
  if (problem) return invalid(problem);
  const values = new SqlValues();
  const after = await afterSql(tx, asked.filter, values);
  const { rows } = await tx.query<{ count: number }>(
    `SELECT count(*) AS count FROM (SELECT 1 FROM events e JOIN records r ON r.id = e.record_id
     WHERE ${timelineCondition(asked, values)} ${after} LIMIT ${values.add(most, 'int')}) counted`,
    values.list,
  );
  return { ok: true, value: rows[0]?.count ?? 0 };
}

/** Clocks of nodes differ by less. */
const SKEW_MS = 3_600_000;

/** Where to stop looking for what was logged from a time on: without it, a short span costs the whole log. */
async function afterSql(tx: Tx, { from }: TimelineAsked['filter'], values: SqlValues): Promise<string> {
  if (from === undefined) return '';
  const { rows } = await tx.query<{ id: TenantId }>("SELECT current_setting('app.tenant_id') AS id");
  const time = new Date(Math.max(0, Date.parse(from) - SKEW_MS)).toISOString();
  const position = await positionAt(tx, rows[0]?.id ?? '', time);
  return `AND e.position > ${values.add(position, 'bigint')}`;
}

function problemOf(filter: TimelineAsked['filter']): string | undefined {
  for (const id of [filter.recordId, filter.projectId, filter.personId, filter.commandId]) {
    if (id !== undefined && !isId(id)) return 'An id of the query is not a UUID.';
  }
  for (const text of [filter.field, filter.cause, filter.recordType]) {
    if (text !== undefined && (text.includes('\u0000') || !text.isWellFormed()))
      return 'This text cannot be searched for.';
  }
  return undefined;
}

function invalid(message: string): Checked<never> {
  return { ok: false, problem: { code: 'INVALID_INPUT', message } };
}
