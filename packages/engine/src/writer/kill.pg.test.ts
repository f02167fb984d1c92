import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Command, newId, type Outcome } from '@atrium/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine } from '../create-engine.ts';
import { DatabaseUnavailable } from '../database/database-unavailable.ts';
import { type Database, openDatabase } from '../database/open-database.ts';
import type { Engine } from '../engine.ts';
import { openPostgres } from '../postgres/open-postgres.ts';
import type { PostgresHandle } from '../postgres/postgres-handle.ts';
import { runningPostmaster } from '../postgres/postmaster-file.ts';
import { noteCommand, notes, SYSTEM } from '../testing/notes.ts';
import { temporaryDirectory } from '../testing/temporary-directory.ts';
import { createTenant } from '../testing/test-database.ts';

const NOTES = 7;
/** Enough for two batches: one is decided while the other is written. */
const IN_FLIGHT = 100;

let directory: Awaited<ReturnType<typeof temporaryDirectory>>;
let dataDir: string;
let postgres: PostgresHandle;
let database: Database;
let engine: Engine;
let tenantId: string;
let ids: string[];
let children: ChildProcess[];
let back: () => void;

// A cluster of its own, that writes through to disk.
beforeEach(async () => {
  directory = await temporaryDirectory();
  dataDir = join(directory.path, 'data');
  back = () => undefined;
  postgres = await openPostgres({
    dataDir,
    role: 'server',
    log: (line) => line.includes('is back') && back(),
  });
  database = await openDatabase(postgres);
  engine = createEngine({ database, registry: notes, limits: { unavailableMs: 20_000 } });
  tenantId = await createTenant(database);
  ids = Array.from({ length: NOTES }, newId);
  for (const id of ids) await engine.submit(tenantId, SYSTEM, noteCommand('create', id));
  children = [];
});

afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await engine?.close();
  await database?.close();
  await postgres?.close();
  await directory?.remove();
});

function nextCommand(n: number): Command {
  return noteCommand('increment', ids[n % NOTES] ?? '');
}

/** Everything that must be true of the log, whatever was killed while it was written. */
async function expectDoneOnce(answers: ReadonlyMap<string, Outcome>) {
  const events = await engine.readEvents(tenantId, { after: NOTES, limit: 100_000 });
  const byCommand = new Map(events.map((event) => [event.commandId, event.position]));
  expect(byCommand.size).toBe(events.length);
  for (const [id, outcome] of answers) {
    expect(outcome).toMatchObject({ kind: 'committed', firstPosition: byCommand.get(id) });
  }
  expect(byCommand.size).toBe(answers.size);
  const counts = (await engine.readRecords(tenantId, ids)).map(({ fields }) => Number(fields.count));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(answers.size);
  expect(await engine.verify(tenantId)).toEqual({
    ok: true,
    events: answers.size + NOTES,
    head: answers.size + NOTES,
  });
}

test('[LOG11] a SIGKILL of the process loses no acknowledged command and doubles none', {
  timeout: 180_000,
}, async () => {
  const answers = new Map<string, Outcome>();
  const waiting = new Map<string, Command>();
  const rounds = 5;
  let sent = 0;
  for (let round = 0; round <= rounds; round += 1) {
    const script = fileURLToPath(new URL('../testing/run-engine.ts', import.meta.url));
    const child = spawn(
      process.execPath,
      ['--conditions=source', '--import', import.meta.resolve('tsx'), script, dataDir, tenantId],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    children.push(child);
    child.stdin.on('error', () => undefined);
    const gone = once(child, 'exit');
    const last = round === rounds;
    // Somewhere in the stream of answers, never at the same place.
    const killAt = answers.size + 37 + round * 61;
    const send = (command: Command) => child.stdin.write(`${JSON.stringify(command)}\n`);
    for await (const line of createInterface({ input: child.stdout })) {
      const said: { ready?: true; id?: string; outcome?: Outcome; error?: string } = JSON.parse(line);
      if (said.ready) for (const command of waiting.values()) send(command);
      if (said.id !== undefined && said.outcome) {
        answers.set(said.id, said.outcome);
        waiting.delete(said.id);
      }
      expect(said.error).toBeUndefined();
      if (last && waiting.size === 0) break;
      if (!last && answers.size >= killAt) child.kill('SIGKILL');
      while (!last && waiting.size < IN_FLIGHT) {
        const command = nextCommand(sent);
        sent += 1;
        waiting.set(command.id, command);
        send(command);
      }
    }
    child.kill('SIGKILL');
    await gone;
  }
  expect(answers.size).toBe(sent);
  await expectDoneOnce(answers);

  // [CONS1] The consumer that was killed with the process has counted every event once.
  engine.consumers.register({
    name: 'count',
    async handle(tx, events) {
      // Killed early enough every time, the processes before it have counted nothing.
      await tx.query(
        `INSERT INTO counters AS c (tenant_id, name, value) VALUES ($1, 'consumed', $2)
         ON CONFLICT (tenant_id, name) DO UPDATE SET value = c.value + excluded.value`,
        [tenantId, events.length],
      );
    },
  });
  await engine.consumers.caughtUp('count', tenantId);
  const { rows } = await database.withTenant(tenantId, (tx) =>
    tx.query<{ value: number }>("SELECT value FROM counters WHERE name = 'consumed'"),
  );
  expect(rows).toEqual([{ value: answers.size + NOTES }]);
});

test('[LOG11] a SIGKILL of PostgreSQL loses no acknowledged command and doubles none', {
  timeout: 180_000,
}, async () => {
  const answers = new Map<string, Outcome>();
  let sent = 0;
  for (let round = 0; round < 3; round += 1) {
    const isBack = new Promise<void>((resolve) => {
      back = resolve;
    });
    const killAt = answers.size + 100 + round * 30;
    let killed = false;
    const clients = Array.from({ length: IN_FLIGHT }, async () => {
      for (let more = 0; !killed || more < 5; more += killed ? 1 : 0) {
        const command = nextCommand(sent);
        sent += 1;
        // Waits for the database to come back; nobody has to send it again.
        answers.set(command.id, await engine.submit(tenantId, SYSTEM, command));
        if (!killed && answers.size >= killAt) {
          killed = true;
          process.kill((await runningPostmaster(join(dataDir, 'postgres')))?.pid ?? 0, 'SIGKILL');
        }
      }
    });
    await Promise.all(clients);
    await isBack;
  }
  expect(answers.size).toBe(sent);
  await expectDoneOnce(answers);
});

test('[LOG12] when the database stays away the sender hears of it, and the id may be sent again', {
  timeout: 60_000,
}, async () => {
  const limits = { unavailableMs: 1, batchCommands: 3 };
  const impatient = createEngine({ database, registry: notes, limits });
  const isBack = new Promise<void>((resolve) => {
    back = resolve;
  });
  process.kill((await runningPostmaster(join(dataDir, 'postgres')))?.pid ?? 0, 'SIGKILL');
  const commands = Array.from({ length: 20 }, (_, n) => nextCommand(n));
  const settled = await Promise.allSettled(
    commands.map((command) => impatient.submit(tenantId, SYSTEM, command)),
  );
  const lost = settled.filter((one) => one.status === 'rejected');
  expect(lost.length).toBeGreaterThan(0);
  for (const { reason } of lost) expect(reason).toBeInstanceOf(DatabaseUnavailable);
  await isBack;
  const answers = new Map<string, Outcome>();
  for (const command of commands) answers.set(command.id, await engine.submit(tenantId, SYSTEM, command));
  await expectDoneOnce(answers);
  await impatient.close();
});
