import { builtIn, type Checked, type Member, parseWorkItemKey, type Registry } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { findByKey } from '../queries/get-record.ts';
import { pageSize } from '../queries/query-records.ts';
import { homeSql, readableSql } from '../queries/readable-sql.ts';
import { SqlValues } from '../queries/sql-values.ts';
import { type RecordRow, recordColumns, recordOf } from '../records/record-row.ts';
import { readQuestion, type SearchQuestion } from './search-question.ts';
import { marksIn, type Snippet, snippetOf } from './snippet.ts';

export interface SearchQuery {
  readonly member: Member;
  /** What someone typed: words, "phrases", -without, or; the last word may be a beginning. `ATR-12` finds that item. */
  readonly text: string;
  /** Only records of these types. */
  readonly types?: readonly string[];
  readonly projectId?: RecordId;
  /** From the page before. */
  readonly cursor?: string;
  readonly limit?: number;
  /** Whether the database compares by trigrams: then titles that are only like the words are a last resort. */
  readonly trigrams?: boolean;
  readonly registry?: Registry;
}

export interface SearchHit {
  readonly record: RecordState;
  /** The record it hangs on, such as a comment's work item. */
  readonly subjectId: RecordId | null;
  readonly title: Snippet;
  readonly body: Snippet | null;
}

export interface SearchPage {
  readonly hits: readonly SearchHit[];
  readonly cursor: string | null;
}

interface HitRow extends RecordRow {
  readonly subject_id: RecordId | null;
}

/** Nobody reads further, and a place in a ranking is no lasting one. */
const MAX_HITS = 1000;

/** Words that more documents hold say little: only the newest of them are ranked, or ranking would take seconds. */
const MAX_RANKED = 5000;

/** The records that the member may read and that fit the words, best first. No text makes it fail. */
export async function search(tx: Tx, query: SearchQuery): Promise<Checked<SearchPage>> {
  const offset = query.cursor === undefined ? 0 : Number(query.cursor);
  if (!Number.isInteger(offset) || offset < 0 || offset > MAX_HITS) {
    return { ok: false, problem: { code: 'INVALID_INPUT', message: 'The cursor does not fit this list.' } };
  }
  const question = readQuestion(query.text);
  if (question.web === '') return { ok: true, value: { hits: [], cursor: null } };
  const limit = pageSize(query.limit);
  const exact = await byKey(tx, query);
  const exactRow = exact && offset === 0 ? [exact] : [];
  const found = await byWords(tx, query, question, { offset, limit, without: exact?.id });
  const rows =
    found.length > 0 || offset > 0 || !query.trigrams ? found : await byLikeness(tx, query, question, limit);
  const next = offset + limit;
  const hits = [...exactRow, ...rows.slice(0, limit)].map((row) =>
    hitOf(row, question, query.registry ?? builtIn),
  );
  return { ok: true, value: { hits, cursor: rows.length > limit && next <= MAX_HITS ? String(next) : null } };
}

async function byKey(tx: Tx, query: SearchQuery): Promise<HitRow | undefined> {
  if (!parseWorkItemKey(query.text)) return undefined;
  if (query.types && !query.types.includes('work_item')) return undefined;
  const record = await findByKey(tx, query.member, query.text);
  if (!record || (query.projectId !== undefined && record.fields.project !== query.projectId))
    return undefined;
  return { ...rowOf(record), subject_id: null };
}

async function byWords(
  tx: Tx,
  query: SearchQuery,
  question: SearchQuestion,
  page: { readonly offset: number; readonly limit: number; readonly without: RecordId | undefined },
): Promise<HitRow[]> {
  const values = new SqlValues();
  const asked = askedSql(question, values);
  const without = page.without === undefined ? '' : `AND d.record_id <> ${values.add(page.without, 'uuid')}`;
  const { rows } = await tx.query<HitRow>(
    `SELECT ${recordColumns('r')}, r.subject_id FROM (
       SELECT d.record_id, d.tsv, d.updated_at, question.words
       FROM search_documents d, (SELECT ${asked} AS words) question
       WHERE d.tsv @@ question.words AND ${documentSql(query, values)} ${without}
       ORDER BY d.updated_at DESC, d.record_id LIMIT ${MAX_RANKED}
     ) d JOIN records r ON r.id = d.record_id
     WHERE r.deleted_at IS NULL AND ${readableSql(query.member, 'r', values)}
     ORDER BY ts_rank_cd(d.tsv, d.words, 1) DESC, d.updated_at DESC, d.record_id
     LIMIT ${values.add(page.limit + 1, 'int')} OFFSET ${values.add(page.offset, 'int')}`,
    values.list,
  );
  return rows;
}

/** All the words as typed, or all but the last and a word that begins with that. */
function askedSql({ web, head, last }: SearchQuestion, values: SqlValues): string {
  const whole = `websearch_to_tsquery('simple', ${values.add(web, 'text')})`;
  if (last === '') return whole;
  const prefix = `to_tsquery('simple', ${values.add(`'${last}':*`, 'text')})`;
  if (head === '') return `(${whole} || ${prefix})`;
  return `(${whole} || (websearch_to_tsquery('simple', ${values.add(head, 'text')}) && ${prefix}))`;
}

async function byLikeness(
  tx: Tx,
  query: SearchQuery,
  question: SearchQuestion,
  limit: number,
): Promise<HitRow[]> {
  const values = new SqlValues();
  const likeness = `word_similarity(${values.add(question.words.join(' '), 'text')}, d.title)`;
  const { rows } = await tx.query<HitRow>(
    `SELECT ${recordColumns('r')}, r.subject_id FROM search_documents d JOIN records r ON r.id = d.record_id
     WHERE d.title <> '' AND ${likeness} >= 0.4 AND ${documentSql(query, values)}
       AND r.deleted_at IS NULL AND ${readableSql(query.member, 'r', values)}
     ORDER BY ${likeness} DESC, d.updated_at DESC, d.record_id LIMIT ${values.add(limit, 'int')}`,
    values.list,
  );
  return rows;
}

/** What a document itself says of the question, so that only few records have to be looked at. */
function documentSql(query: SearchQuery, values: SqlValues): string {
  const conditions = [homeSql(query.member, 'd', values)];
  if (query.types) conditions.push(`d.record_type = ANY(${values.add(query.types, 'text[]')})`);
  if (query.projectId !== undefined) conditions.push(`d.project_id = ${values.add(query.projectId, 'uuid')}`);
  return conditions.join(' AND ');
}

function hitOf(row: HitRow, { words }: SearchQuestion, registry: Registry): SearchHit {
  const record = recordOf(row);
  const type = registry.types.get(record.type);
  const title = type?.title(record) ?? '';
  const body = type?.body?.(record) ?? '';
  return {
    record,
    subjectId: row.subject_id,
    title: { text: title, marks: marksIn(title, words) },
    body: body === '' ? null : snippetOf(body, words),
  };
}

function rowOf(record: RecordState): RecordRow {
  return {
    id: record.id,
    type: record.type,
    version: record.version,
    fields: record.fields,
    field_versions: record.fieldVersions,
    created_at: record.createdAt,
    created_by: record.createdBy,
    updated_at: record.updatedAt,
    updated_by: record.updatedBy,
    deleted_at: record.deletedAt,
  };
}
