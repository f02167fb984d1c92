import type { SqlValues } from './sql-values.ts';

/**
 * The key of a work item as text, such as `ATR-12`: the project's key and the item's number. The uuid is cast only
 * where it is one, and the number printed only where JavaScript would hold it exactly.
 */
export function keySql(alias: string): string {
  const project = `${alias}.fields ->> 'project'`;
  const number = `(${alias}.fields ->> 'number')::numeric`;
  return `(SELECT CASE WHEN jsonb_typeof(keyed.fields -> 'key') = 'string' THEN keyed.fields ->> 'key' END || '-' ||
      CASE WHEN jsonb_typeof(${alias}.fields -> 'number') = 'number' THEN
        CASE WHEN abs(${number}) <= 9007199254740991 AND trunc(${number}) = ${number}
          THEN trunc(${number})::bigint::text END
      END
    FROM records keyed
    WHERE keyed.type = 'project' AND keyed.deleted_at IS NULL AND keyed.id = CASE
      WHEN jsonb_typeof(${alias}.fields -> 'project') = 'string'
        AND ${project} ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
      THEN (${project})::uuid END) COLLATE "C"`;
}

/** That the key is one of these, without putting every record's key together: by project and number. */
export function keyIsSql(keys: readonly string[], alias: string, values: SqlValues): string {
  const ways = keys.flatMap(splits).map(({ project, number }) => {
    const home = `SELECT keyed.id::text COLLATE "C" FROM records keyed
      WHERE keyed.type = 'project' AND keyed.deleted_at IS NULL
        AND keyed.fields -> 'key' = to_jsonb(${values.add(project, 'text')})`;
    return `(${alias}.fields -> 'number' = to_jsonb(${values.add(number, 'bigint')})
      AND jsonb_typeof(${alias}.fields -> 'project') = 'string' AND ${alias}.fields ->> 'project' IN (${home}))`;
  });
  return ways.length === 0 ? 'FALSE' : `(${ways.join(' OR ')})`;
}

/** `A--1` is -1 in project `A`, or 1 in project `A-`. */
function splits(key: string): { project: string; number: string }[] {
  const match = /^(.*)-(0|[1-9]\d{0,15})$/s.exec(key);
  const [project, number] = [match?.[1], match?.[2]];
  if (project === undefined || number === undefined || !Number.isSafeInteger(Number(number))) return [];
  const ways = [{ project, number }];
  if (project.endsWith('-') && number !== '0')
    ways.push({ project: project.slice(0, -1), number: `-${number}` });
  return ways;
}
