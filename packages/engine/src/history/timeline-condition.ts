import { builtIn, type Member, type Registry } from '@atrium/model';
import type { ActorVia, Instant, RecordId } from '@atrium/protocol';
import { concernsSql } from '../queries/concerns-sql.ts';
import { readableSql } from '../queries/readable-sql.ts';
import type { SqlValues } from '../queries/sql-values.ts';

/** Which of what happened is asked for. Everything of it must hold. */
export interface TimelineFilter {
  readonly recordId?: RecordId;
  /** With `recordId`: also what hangs on it (comments), and what links it with others (dependencies). */
  readonly withChildren?: boolean;
  readonly projectId?: RecordId;
  readonly recordType?: string;
  /** Events that changed this field. */
  readonly field?: string;
  readonly personId?: RecordId;
  readonly via?: ActorVia;
  readonly cause?: string;
  readonly commandId?: string;
  /** As shown: for what was imported, when it happened where it came from. Both included. */
  readonly from?: Instant;
  readonly to?: Instant;
}

export interface TimelineAsked {
  readonly member: Member;
  readonly filter: TimelineFilter;
  readonly registry?: Registry;
}

/** When and through whom it happened, as people see it. */
const SHOWN_AT = "COALESCE((e.origin ->> 'at')::timestamptz, e.at)";
const SHOWN_PERSON = "COALESCE(e.origin ->> 'personId', e.actor ->> 'personId')";

/** For `events e JOIN records r`: rights as the record is now, and the filter. */
export function timelineCondition({ member, filter, registry = builtIn }: TimelineAsked, values: SqlValues) {
  const { recordId, projectId, recordType, field, personId, via, cause, commandId, from, to } = filter;
  const conditions = [readableSql(member, 'r', values), ...onlyDerived(registry, values)];
  const where = (condition: string, value: unknown, type: string) => {
    if (value !== undefined) conditions.push(`${condition} ${values.add(value, type)}`);
  };
  if (recordId !== undefined && filter.withChildren) {
    conditions.push(concernsSql(values.add(recordId, 'uuid')));
  } else where('e.record_id =', recordId, 'uuid');
  where('e.project_id =', projectId, 'uuid');
  where('e.record_type =', recordType, 'text');
  where(`${SHOWN_PERSON} =`, personId, 'text');
  where("e.actor ->> 'via' =", via, 'text');
  where('e.cause =', cause, 'text');
  where('e.command_id =', commandId, 'uuid');
  where(`${SHOWN_AT} >=`, from, 'timestamptz');
  // What is shown as that late was logged no earlier.
  where('e.at >=', from, 'timestamptz');
  where(`${SHOWN_AT} <=`, to, 'timestamptz');
  if (field !== undefined) {
    const name = values.add(field, 'text');
    conditions.push(`((e.patch -> 'set') ? ${name} OR (e.patch -> 'unset') ? ${name})`);
  }
  return conditions.join(' AND ');
}

/** Nobody did what only follows from something else, such as a count: such events are no part of a timeline. */
function onlyDerived({ types }: Registry, values: SqlValues): string[] {
  return [...types.values()].flatMap(({ name, fields }) => {
    const derived = Object.keys(fields).filter((field) => fields[field]?.derived);
    if (derived.length === 0) return [];
    const list = values.add(derived, 'text[]');
    return `NOT (e.change = 'changed' AND e.record_type = ${values.add(name, 'text')}
      AND (e.patch -> 'set') - ${list} = '{}'::jsonb AND (e.patch -> 'unset') - ${list} = '[]'::jsonb)`;
  });
}
