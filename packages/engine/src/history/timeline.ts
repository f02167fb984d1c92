import type { Checked } from '@atrium/model';
import { isId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from '../log/event-row.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { MAX_PAGE, pageSize } from '../queries/query-records.ts';
import { SqlValues } from '../queries/sql-values.ts';
import { type TimelineAsked, type TimelineFilter, timelineCondition } from './timeline-condition.ts';

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
  const limit = pageSize(query.limit);
  const { rows } = await tx.query<EventRow>(
    `SELECT ${eventColumns('e')} FROM events e JOIN records r ON r.id = e.record_id
     WHERE ${timelineCondition(query, values)} ${before}
     ORDER BY e.position DESC LIMIT ${values.add(limit + 1, 'int')}`,
    values.list,
  );
  const events = rows.slice(0, limit).map(eventOf);
  const last = rows.length > limit ? events.at(-1) : undefined;
  return { ok: true, value: { events, cursor: last ? String(last.position) : null } };
}

/** Every page up to a position, one after the other: what is appended meanwhile is no part of it. */
export async function* timelinePages(
  read: <T>(work: (tx: Tx, member: TimelineAsked['member']) => Promise<T>) => Promise<T>,
  filter: TimelineFilter,
  upTo: number,
): AsyncGenerator<readonly LoggedEvent[], void, void> {
  let cursor: string | null = String(upTo + 1);
  while (cursor !== null) {
    const at: string = cursor;
    const page: Checked<TimelinePage> = await read((tx, member) =>
      timeline(tx, { member, filter, cursor: at, limit: MAX_PAGE }),
    );
    if (!page.ok) throw new Error(page.problem.message);
    if (page.value.events.length > 0) yield page.value.events;
    cursor = page.value.cursor;
  }
}

function problemOf(filter: TimelineFilter): string | undefined {
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
