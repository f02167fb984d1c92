import { randomBytes } from 'node:crypto';
import type { PostgresHandle } from '@atrium/engine';
import { newId } from '@atrium/protocol';
import pg from 'pg';

/** Tables like `events`: with all its indexes, or with the primary key alone. Neither has row security. */
export const RAW_TABLES = { indexed: 'bench_events', bare: 'bench_events_bare' } as const;
export type RawTable = keyof typeof RAW_TABLES;

const ROWS = 256;

const PATCH = JSON.stringify({
  set: { rank: 'a0V', status: 'in_progress' },
  unset: [],
  old: { rank: 'a0Q', status: 'todo' },
});

/**
 * The limit: rows of the log's shape, inserted by the hundreds, each statement a durable transaction of its own.
 * No decisions, no records, no receipts, no lock.
 */
export class RawInsert {
  readonly #client: pg.Client;
  readonly #table: string;
  readonly #tenantId = newId();
  readonly #actor = JSON.stringify({ personId: newId(), via: 'web' });
  readonly #projectId = newId();
  readonly #recordIds = Array.from({ length: 5_000 }, newId);
  readonly #text: string;
  #position = 0;

  static async open(postgres: PostgresHandle, table: RawTable): Promise<RawInsert> {
    const client = new pg.Client(postgres.connection);
    // A failure reaches whoever waits for a query; there is nobody else to tell.
    client.on('error', () => undefined);
    await client.connect();
    const name = RAW_TABLES[table];
    const like = table === 'indexed' ? 'INCLUDING ALL' : 'INCLUDING STORAGE';
    await client.query(`CREATE TABLE IF NOT EXISTS ${name} (LIKE events ${like})`);
    if (table === 'bare') await client.query(`ALTER TABLE ${name} ADD PRIMARY KEY (tenant_id, position)`);
    return new RawInsert(client, name);
  }

  constructor(client: pg.Client, table: string) {
    this.#client = client;
    this.#table = table;
    this.#text = insertText(table);
  }

  /** Rows per second over so many milliseconds. */
  async run(milliseconds: number): Promise<number> {
    const from = performance.now();
    let rows = 0;
    while (performance.now() - from < milliseconds) {
      await this.#insert();
      rows += ROWS;
    }
    return (rows / (performance.now() - from)) * 1_000;
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  async #insert(): Promise<void> {
    const now = new Date().toISOString();
    const values: unknown[] = [];
    for (let row = 0; row < ROWS; row += 1) {
      this.#position += 1;
      const position = this.#position;
      const recordId = this.#recordIds[position % this.#recordIds.length];
      values.push(
        this.#tenantId,
        position,
        newId(),
        recordId,
        'work_item',
        position,
        'work_item.moved',
        'changed',
      );
      values.push(PATCH, this.#actor, now, newId(), this.#projectId, randomBytes(32));
    }
    await this.#client.query({ name: `raw_${this.#table}`, text: this.#text, values });
  }
}

const COLUMNS =
  'tenant_id position event_id record_id record_type version name change patch actor at command_id project_id hash'.split(
    ' ',
  );

function insertText(table: string): string {
  const tuples = Array.from({ length: ROWS }, (_, row) => {
    const first = row * COLUMNS.length + 1;
    return `(${COLUMNS.map((_name, column) => `$${first + column}`).join(', ')})`;
  });
  return `INSERT INTO ${table} (${COLUMNS.join(', ')}) VALUES ${tuples.join(', ')}`;
}
