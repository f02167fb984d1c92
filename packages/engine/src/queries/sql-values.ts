/** Collects the values of a statement; texts only ever hold the numbers of their places. */
export class SqlValues {
  readonly list: unknown[] = [];

  /** `$3::text`: the place of a value, with its type so that PostgreSQL never has to guess. */
  add(value: unknown, type: string): string {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  }
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,62}$/;

/** A field's name as a constant, so that indexes on it are found; names with other characters become values. */
export function fieldName(name: string, values: SqlValues): string {
  return PLAIN_NAME.test(name) ? `'${name}'` : values.add(name, 'text');
}

export function isPlainName(name: string): boolean {
  return PLAIN_NAME.test(name);
}
