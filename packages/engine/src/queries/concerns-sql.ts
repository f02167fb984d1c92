import { builtIn } from '@atrium/model';

/** A generated column with an index, for fields of records that link two others. */
const INDEXED: Readonly<Record<string, string>> = { from: 'from_id' };

/**
 * That the event behind `e` is of the record with this id, of what hangs on it, or of what links it with another:
 * all that its history shows.
 * @param id a placeholder for the id, as uuid
 */
export function concernsSql(id: string): string {
  const links = [...builtIn.types.values()].flatMap(({ name, ends = [] }) =>
    ends.map((field) => {
      const value = INDEXED[field] ?? `l.fields ->> '${field}'`;
      return `(l.type = '${name}' AND ${value} = ${id}::text)`;
    }),
  );
  const linked = `SELECT l.id FROM records l
    WHERE l.project_id = (SELECT home.project_id FROM records home WHERE home.id = ${id}) AND (${links.join(' OR ')})`;
  return `(e.record_id = ${id} OR e.subject_id = ${id} OR e.record_id IN (${linked}))`;
}
