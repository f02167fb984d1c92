/**
 * A process for tests to kill: an engine on the data directory (argument 1) for a tenant (argument 2), with notes
 * and a consumer that counts them. Answers each command, a line of JSON on its input, with a line of JSON.
 */
import { createInterface } from 'node:readline';
import type { Command } from '@atrium/protocol';
import { createEngine } from '../create-engine.ts';
import { openDatabase } from '../database/open-database.ts';
import { openPostgres } from '../postgres/open-postgres.ts';
import { notes, SYSTEM } from './notes.ts';

const [dataDir = '', tenantId = ''] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

const postgres = await openPostgres({ dataDir, role: 'tool' });
const engine = createEngine({ database: await openDatabase(postgres), registry: notes });
engine.consumers.register({
  name: 'count',
  async handle(tx, events) {
    await tx.query(
      `INSERT INTO counters (tenant_id, name, value) VALUES ($1, 'consumed', $2)
       ON CONFLICT (tenant_id, name) DO UPDATE SET value = counters.value + excluded.value`,
      [tenantId, events.length],
    );
  },
});
engine.consumers.run();
say({ ready: true });
for await (const line of createInterface({ input: process.stdin })) {
  const command: Command = JSON.parse(line);
  engine.submit(tenantId, SYSTEM, command).then(
    (outcome) => say({ id: command.id, outcome }),
    (error: unknown) => say({ id: command.id, error: String(error) }),
  );
}
