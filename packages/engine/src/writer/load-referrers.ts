import { isSetValued } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import { type RecordRow, recordColumns, recordOf } from '../records/record-row.ts';
import type { FoundReferrers, ReadSource } from './loaded-reads.ts';
import { type Referrers, referrersKey } from './missing-reads.ts';

/** A closure wider than this is loaded in further rounds. */
const MAX_FOLLOWED = 5_000;
const MAX_STEPS = 100;
/** Fields with a column of their own, made by the database. */
const INDEXED: { readonly [field: string]: string | undefined } = {
  parent: 'r.parent_id',
  from: 'r.from_id',
};

/** Answers questions for referrers, those of one kind in one query, and follows where the rule will. */
export async function loadReferrers(
  source: ReadSource,
  wanted: readonly Referrers[],
  records: RecordState[],
): Promise<Map<string, FoundReferrers>> {
  const found = new Map<string, FoundReferrers>();
  let asked = [...wanted];
  for (let step = 0; asked.length > 0 && step < MAX_STEPS && found.size < MAX_FOLLOWED; step += 1) {
    const next = new Map<string, Referrers>();
    for (const group of groupsOf(asked)) {
      const answers = await queryReferrers(source, group);
      for (const question of group) {
        const rows = answers.get(question.value) ?? [];
        const truncated = rows.length === question.hint.limit;
        found.set(referrersKey(question), { ids: rows.map(({ id }) => id), truncated });
        for (const record of rows) {
          records.push(record);
          const value = question.hint.follow === undefined ? undefined : record.fields[question.hint.follow];
          if (typeof value !== 'string') continue;
          const further = { ...question, value };
          if (!found.has(referrersKey(further))) next.set(referrersKey(further), further);
        }
      }
    }
    asked = [...next.values()].filter((question) => !found.has(referrersKey(question)));
  }
  return found;
}

/** Questions that differ in the value only. */
function groupsOf(questions: readonly Referrers[]): Referrers[][] {
  const groups = new Map<string, Referrers[]>();
  for (const question of questions) {
    const key = referrersKey({ ...question, value: '' });
    const group = groups.get(key);
    if (group) group.push(question);
    else groups.set(key, [question]);
  }
  return [...groups.values()];
}

async function queryReferrers(
  { tx, tenantId, registry }: ReadSource,
  group: readonly Referrers[],
): Promise<Map<string, RecordState[]>> {
  const answers = new Map<string, RecordState[]>();
  const [first] = group;
  if (!first) return answers;
  const { type, field, hint } = first;
  const declared = registry.types.get(type)?.fields[field];
  if (!declared) throw new Error(`The record type ${type} has no field ${field} to refer with`);
  const name = tx.client.escapeLiteral(field);
  const holds = isSetValued(declared)
    ? `r.fields -> ${name} ? v.value`
    : `${INDEXED[field] ?? `r.fields ->> ${name}`} = v.value`;
  const values: unknown[] = [tenantId, group.map(({ value }) => value)];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const { rows } = await tx.query<RecordRow & { value: string }>(
    `SELECT v.value, ${recordColumns('r')} FROM unnest($2::text[]) v (value)
     CROSS JOIN LATERAL (
       SELECT * FROM records r WHERE r.tenant_id = $1 AND r.type = ${tx.client.escapeLiteral(type)} AND r.deleted_at IS NULL AND ${holds}
       ${hint.projectId === undefined ? '' : `AND r.project_id = ${parameter(hint.projectId)}`}
       ${hint.limit === undefined ? '' : `LIMIT ${parameter(hint.limit)}`}
     ) r ORDER BY r.id`,
    values,
  );
  for (const row of rows) {
    const list = answers.get(row.value);
    if (list) list.push(recordOf(row));
    else answers.set(row.value, [recordOf(row)]);
  }
  return answers;
}
