import {
  asksAbout,
  type BoundFilter,
  type BoundSortKey,
  bindFilter,
  bindFilterText,
  bindSort,
  builtIn,
  type Checked,
  EVERYTHING,
  type Filter,
  type Member,
  parseSort,
  type RecordType,
  type Registry,
  type SortKey,
} from '@atrium/model';
import type { RecordId } from '@atrium/protocol';
import { filterSql } from './filter-sql.ts';
import { readableSql } from './readable-sql.ts';
import type { SqlValues } from './sql-values.ts';

/** Which records are asked for, by whom. */
export interface RecordsAsked {
  readonly member: Member;
  readonly type: string;
  /** As people type it, or as JSON that `readFilter` accepted. */
  readonly filter?: string | Filter;
  /** The current day of the one who asks, `YYYY-MM-DD`. */
  readonly today: string;
  /** Deleted records too. A filter that asks about `deleted` gets them anyway. */
  readonly withDeleted?: boolean;
  /** Only what lives in this project. */
  readonly projectId?: RecordId;
  readonly registry?: Registry;
}

export interface BoundQuery {
  readonly type: RecordType;
  readonly filter: BoundFilter;
}

export function bindQuery(asked: RecordsAsked): Checked<BoundQuery> {
  const registry = asked.registry ?? builtIn;
  const type = registry.types.get(asked.type);
  if (!type) {
    const message = `There are no records of type "${asked.type.slice(0, 40)}".`;
    return { ok: false, problem: { code: 'INVALID_INPUT', message } };
  }
  const given = asked.filter ?? EVERYTHING;
  const filter =
    typeof given === 'string' ? bindFilterText(given, type, registry) : bindFilter(given, type, registry);
  return filter.ok ? { ok: true, value: { type, filter: filter.value } } : filter;
}

export function bindOrder(
  sort: string | readonly SortKey[] | undefined,
  type: RecordType,
  registry: Registry = builtIn,
): Checked<BoundSortKey[]> {
  const keys = typeof sort === 'string' ? parseSort(sort) : { ok: true as const, value: sort ?? [] };
  return keys.ok ? bindSort(keys.value, type, registry) : keys;
}

/** Everything that decides whether the record behind `r` belongs to the answer. */
export function whereSql({ type, filter }: BoundQuery, asked: RecordsAsked, values: SqlValues): string {
  const conditions = [`r.type = ${values.add(type.name, 'text')}`, readableSql(asked.member, 'r', values)];
  if (!asked.withDeleted && !asksAbout(filter, 'deleted')) conditions.push('r.deleted_at IS NULL');
  if (asked.projectId !== undefined) conditions.push(`r.project_id = ${values.add(asked.projectId, 'uuid')}`);
  conditions.push(filterSql(filter, 'r', asked, values));
  return conditions.join('\n AND ');
}
