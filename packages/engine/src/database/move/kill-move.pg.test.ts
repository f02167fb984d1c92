import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEngine } from '../../create-engine.ts';
import type { Engine } from '../../engine.ts';
import { type DedicatedPlaces, dedicatedPlaces } from '../../testing/dedicated-places.ts';
import { writeNotes } from '../../testing/moving-notes.ts';
import { notes } from '../../testing/notes.ts';
import { type TestDatabase, testDatabase } from '../../testing/test-database.ts';
import { type Database, openDatabase } from '../open-database.ts';
import type { Placement } from '../placement.ts';
import { MOVE_STEPS, type MoveStep } from './moving.ts';

let main: TestDatabase;
let places: DedicatedPlaces;
/** All of them move to the same one. */
let to: Placement;
let second: Database;
let engines: Engine[];
const children: ChildProcess[] = [];

beforeAll(async () => {
  main = await testDatabase();
  places = dedicatedPlaces(main.postgres);
  to = places.next();
  second = await openDatabase(main.postgres);
  engines = [main.database, second].map((database) => createEngine({ database, registry: notes }));
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const engine of engines ?? []) await engine.close();
  await second?.close();
  await main?.close();
  await places?.close();
});

/** Moves in a process of its own, which is killed as soon as it says that it came to a step. */
async function killedAt(step: MoveStep, tenantId: string, to: Placement): Promise<void> {
  const script = fileURLToPath(new URL('../../testing/run-move.ts', import.meta.url));
  const connection = JSON.stringify(main.postgres.connection);
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--import', import.meta.resolve('tsx'), script, connection, tenantId, to],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  children.push(child);
  const gone = once(child, 'exit');
  let reached = false;
  for await (const line of createInterface({ input: child.stdout })) {
    reached = line === step;
    if (reached) child.kill('SIGKILL');
    else child.stdin.write('\n');
  }
  await gone;
  expect(reached).toBe(true);
}

/** All of them if the variable says `all`; else those after which something different is left behind. */
const STEPS: readonly MoveStep[] =
  process.env.MOVE_KILL_STEPS === 'all' ? MOVE_STEPS : ['sealed', 'switched', 'left'];
const HAS_SWITCHED = MOVE_STEPS.indexOf('switched');

test.concurrent.each(STEPS)(
  '[MOVE5] killed when it is %s: clients go on by themselves, and the next run completes',
  {
    timeout: 120_000,
  },
  async (step) => {
    const writers = await writeNotes(engines, await main.createTenant(), { clients: 2, notes: 2 });
    const { tenantId } = writers;
    await killedAt(step, tenantId, to);
    // Nobody repairs anything here: the servers meet the seal, and see that nobody holds the lock any more.
    await writers.answered(10);
    const lives = MOVE_STEPS.indexOf(step) >= HAS_SWITCHED ? to : 'shared';
    const placements = await Promise.all(
      [main.database, second].map((database) => database.placementOf(tenantId)),
    );
    expect(placements).toEqual([lives, lives]);
    const report = await main.database.moveTenant(tenantId, to);
    expect(report).toMatchObject({
      to,
      kept: false,
      outcome: lives === to ? expect.stringMatching(/completed|there/) : 'moved',
    });
    await writers.answered(10);
    await writers.stop();
    await writers.expectWhole();
    const left = await places.look('shared', (owner) =>
      owner.query('SELECT FROM events WHERE tenant_id = $1', [tenantId]),
    );
    expect(left.rowCount).toBe(0);
  },
);
