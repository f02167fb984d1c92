import { parseWorkItemKey, workItemKey } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { fold } from '../../design/picker-match.ts';

/** One thing a search leads to. */
export interface Found {
  readonly id: RecordId;
  readonly record: RecordState;
  /** `ATR-12`, for work items. */
  readonly key: string | undefined;
  /** What was found in it when that is not its title: a comment's words. */
  readonly excerpt?: string;
}

export interface FindIn {
  readonly query: string;
  readonly records: Iterable<RecordState>;
  readonly get: (id: RecordId) => RecordState | undefined;
  readonly limit?: number;
}

/** Work items and projects of this browser whose key or title has all the words; exact keys first. */
export function findRecords({ query, records, get, limit = 12 }: FindIn): Found[] {
  const words = fold(query).split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const asKey = parseWorkItemKey(query);
  const ranked: { found: Found; rank: number }[] = [];
  for (const record of records) {
    const found = candidate(record, get);
    if (!found) continue;
    const title = fold(titleOf(record));
    const key = fold(found.key ?? String(record.fields.key ?? ''));
    const exact = asKey !== undefined && key === fold(`${asKey.key}-${asKey.number}`);
    if (!exact && !words.every((word) => title.includes(word) || key.includes(word))) continue;
    const rank = exact ? 0 : title.startsWith(words.join(' ')) ? 1 : key.startsWith(words.join('')) ? 2 : 3;
    ranked.push({ found, rank });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || b.found.record.updatedAt.localeCompare(a.found.record.updatedAt))
    .slice(0, limit)
    .map(({ found }) => found);
}

function candidate(record: RecordState, get: FindIn['get']): Found | undefined {
  if (record.deletedAt !== null) return undefined;
  if (record.type === 'project') return { id: record.id, record, key: undefined };
  if (record.type !== 'work_item') return undefined;
  const project = get(String(record.fields.project));
  return project?.deletedAt === null
    ? { id: record.id, record, key: workItemKey(record, project) }
    : undefined;
}

export function titleOf(record: RecordState): string {
  return String(record.fields.title ?? record.fields.name ?? '');
}

/** What is here first, as it was there at once; then what only the server knew. */
export function mergeFound(here: readonly Found[], there: readonly Found[]): Found[] {
  const known = new Set(here.map(({ id }) => id));
  return [...here, ...there.filter(({ id }) => !known.has(id))];
}
