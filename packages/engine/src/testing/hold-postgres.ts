/**
 * A process for tests to kill: opens the data directory (argument 1) in a role (argument 2), says so in a line of JSON,
 * then does as the lines of its input say: `write <text>` commits a row, `close` ends.
 */
import { createInterface } from 'node:readline';
import pg from 'pg';
import { openPostgres } from '../postgres/open-postgres.ts';

const [dataDir = '', role = 'tool'] = process.argv.slice(2);
const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`);

try {
  const postgres = await openPostgres({ dataDir, role: role === 'server' ? 'server' : 'tool' });
  say({ ready: true, description: postgres.description, uid: process.getuid?.() });
  for await (const line of createInterface({ input: process.stdin })) {
    const [word, text] = line.split(' ');
    if (word === 'close') break;
    const client = new pg.Client(postgres.connection);
    await client.connect();
    await client.query('CREATE TABLE IF NOT EXISTS kept (text text)');
    await client.query('INSERT INTO kept VALUES ($1)', [text]);
    await client.end();
    say({ wrote: text });
  }
  await postgres.close();
  say({ closed: true });
} catch (error) {
  say({ error: error instanceof Error ? error.name : 'unknown', message: String(error) });
  process.exitCode = 1;
}
