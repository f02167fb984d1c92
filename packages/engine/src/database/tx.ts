import type pg from 'pg';
import { asDatabaseError } from './database-unavailable.ts';

/** A prepared statement: planned once per connection under its name. */
export interface Statement {
  readonly name?: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

export interface Rows<Row> {
  readonly rows: Row[];
  readonly rowCount: number;
}

/** A transaction that is open. Its tenant or user is set; row-level security holds it to that. */
export interface Tx {
  query<Row = Record<string, unknown>>(
    statement: string | Statement,
    values?: readonly unknown[],
  ): Promise<Rows<Row>>;
  /** For cursors and pipelines. Never end the transaction through it. */
  readonly client: pg.PoolClient;
}

export function txOn(client: pg.PoolClient): Tx {
  return { client, query: (statement, values) => runOn(client, statement, values) };
}

export async function runOn<Row>(
  client: pg.ClientBase,
  statement: string | Statement,
  values?: readonly unknown[],
): Promise<Rows<Row>> {
  try {
    const result = await client.query(queryConfig(statement, values));
    return { rows: result.rows as Row[], rowCount: result.rowCount ?? result.rows.length };
  } catch (error) {
    throw asDatabaseError(error);
  }
}

function queryConfig(statement: string | Statement, values?: readonly unknown[]): pg.QueryConfig {
  const given = typeof statement === 'string' ? { text: statement } : statement;
  const bound = values ?? given.values;
  return { ...given, ...(bound ? { values: [...bound] } : {}) } as pg.QueryConfig;
}
