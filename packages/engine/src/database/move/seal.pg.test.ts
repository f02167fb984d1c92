import { newId, type TenantId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeNotes } from '../../testing/moving-notes.ts';
import { type TwoNodes, twoNodes } from '../../testing/two-nodes.ts';
import { asDatabaseError, DatabaseUnavailable } from '../database-unavailable.ts';
import type { Placement } from '../placement.ts';
import { TenantMoving } from '../tenant-moving.ts';
import type { Tx } from '../tx.ts';
import { MOVE_STEPS, type MoveStep } from './moving.ts';

let nodes: TwoNodes;

beforeAll(async () => {
  nodes = await twoNodes();
});
afterAll(async () => {
  await nodes?.close();
});

/** A promise, and the end of it. */
function gate(): { passed: Promise<void>; open: () => void } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open };
}

const count = 'INSERT INTO counters (tenant_id, name, value) VALUES ($1, $2, 7)';
const counters = (tenantId: TenantId) => async (tx: Tx) =>
  (await tx.query<{ name: string }>('SELECT name FROM counters WHERE tenant_id = $1', [tenantId])).rows;

it('[MOVE4] whoever began to write before the seal is waited for, and goes along', async () => {
  const tenantId = await nodes.main.createTenant();
  const [written, mayCommit] = [gate(), gate()];
  const early = nodes.databases[0].withTenant(tenantId, async (tx) => {
    await tx.query(count, [tenantId, 'early']);
    written.open();
    await mayCommit.passed;
  });
  await written.passed;
  const steps: MoveStep[] = [];
  const move = nodes.databases[0].moveTenant(tenantId, nodes.usual, {
    onStep: (step) => {
      steps.push(step);
      // The seal is asked for next.
      if (step === 'followed') setTimeout(mayCommit.open, 50);
    },
  });
  await Promise.all([early, move]);
  expect(steps).toEqual(MOVE_STEPS);
  expect(await nodes.databases[0].withTenant(tenantId, counters(tenantId))).toEqual([{ name: 'early' }]);
});

it('[MOVE4] a server that knows the old place only finds the new one; nothing is written at the old one', async () => {
  const tenantId = await nodes.main.createTenant();
  const stale = nodes.databases[1];
  const session = await stale.acquire(tenantId);
  await session.begin();
  await session.query(count, [tenantId, 'before']);
  await session.commit();
  const away = nodes.usual;
  await nodes.databases[0].moveTenant(tenantId, away, { keep: true });
  await expect(session.begin()).rejects.toBeInstanceOf(TenantMoving);
  session.release();
  expect(await stale.withTenant(tenantId, counters(tenantId), { readOnly: true })).toEqual([
    { name: 'before' },
  ]);
  expect(await stale.placementOf(tenantId)).toBe(away);
  // Even whoever does not ask, an older version for example, cannot make the old log grow.
  const growing = nodes.places.look('shared', (owner) =>
    owner.query('UPDATE tenants SET head = head + 1 WHERE tenant_id = $1', [tenantId]),
  );
  await expect(growing).rejects.toMatchObject({ code: 'AT001' });
  expect(asDatabaseError(await growing.catch((error: unknown) => error))).toBeInstanceOf(DatabaseUnavailable);
});

it.each([
  ['the target', 'sealed', 'away'],
  ['the source and the directory', 'checked', 'shared'],
  ['the target', 'switched', 'away'],
] as const)(
  '[MOVE5] %s is lost when it is %s: people go on, and the next run completes',
  async (_, at, where) => {
    const writers = await writeNotes(nodes.engines, await nodes.main.createTenant(), { clients: 2 });
    const { tenantId } = writers;
    const away = nodes.usual;
    const lost = where === 'away' ? away : 'shared';
    const move = nodes.databases[0].moveTenant(tenantId, away, {
      async onStep(step) {
        if (step !== at) return;
        await nodes.places.look(lost, (owner) =>
          owner.query(
            `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid()`,
          ),
        );
      },
    });
    await expect(move).rejects.toBeInstanceOf(DatabaseUnavailable);
    await writers.answered(10);
    expect(await nodes.databases[0].placementOf(tenantId)).toBe(at === 'switched' ? away : 'shared');
    await nodes.databases[0].moveTenant(tenantId, away);
    await writers.answered(5);
    await writers.stop();
    await writers.expectWhole();
    expect(await nodes.rowsAt('shared', tenantId)).toEqual({});
  },
);

it('[MOVE6] nobody waits longer than allowed: then the tenant stays where it is, and people go on', async () => {
  const writers = await writeNotes(nodes.engines, await nodes.main.createTenant(), { clients: 2 });
  const { tenantId } = writers;
  const away = nodes.usual;
  const move = nodes.databases[0].moveTenant(tenantId, away, { maxPauseMs: 0 });
  await expect(move).rejects.toMatchObject({ code: 'PAUSE_TOO_LONG' });
  await writers.answered(10);
  await writers.stop();
  await writers.expectWhole();
  expect(await nodes.rowsAt(away, tenantId)).toEqual({});
});

it('[MOVE7] old rows go when nobody reads them any more', async () => {
  const tenantId = await nodes.main.createTenant();
  await nodes.databases[0].withTenant(tenantId, (tx) => tx.query(count, [tenantId, 'one']));
  const [reading, mayEnd] = [gate(), gate()];
  const reader = nodes.databases[0].withTenant(
    tenantId,
    async (tx) => {
      reading.open();
      await mayEnd.passed;
      return counters(tenantId)(tx);
    },
    { readOnly: true },
  );
  await reading.passed;
  const away = nodes.usual;
  const patient = { readersMs: 0 };
  expect(await nodes.databases[0].moveTenant(tenantId, away, patient)).toMatchObject({
    outcome: 'moved',
    kept: true,
  });
  expect(await nodes.rowsAt('shared', tenantId)).toMatchObject({ counters: 1 });
  mayEnd.open();
  expect(await reader).toEqual([{ name: 'one' }]);
  expect(await nodes.databases[0].moveTenant(tenantId, away)).toMatchObject({
    outcome: 'completed',
    kept: false,
  });
  expect(await nodes.rowsAt('shared', tenantId)).toEqual({});
  expect(await nodes.databases[0].moveTenant(tenantId, away)).toMatchObject({ outcome: 'there' });
});

it('[MOVE7] they are kept if wanted, and may be moved over again', async () => {
  const tenantId = await nodes.main.createTenant();
  await nodes.databases[0].withTenant(tenantId, (tx) => tx.query(count, [tenantId, 'one']));
  const away = nodes.usual;
  expect(await nodes.databases[0].moveTenant(tenantId, away, { keep: true })).toMatchObject({ kept: true });
  expect(await nodes.rowsAt('shared', tenantId)).toMatchObject({ counters: 1 });
  await nodes.databases[0].withTenant(tenantId, (tx) => tx.query('UPDATE counters SET name = $1', ['two']));
  await nodes.databases[0].moveTenant(tenantId, 'shared');
  expect(await nodes.databases[0].withTenant(tenantId, counters(tenantId))).toEqual([{ name: 'two' }]);
  expect(await nodes.rowsAt(away, tenantId)).toEqual({});
});

it('[MOVE7] a dry run tells what would move, and changes nothing', async () => {
  const tenantId = await nodes.main.createTenant();
  await nodes.databases[0].withTenant(tenantId, (tx) => tx.query(count, [tenantId, 'one']));
  const away = nodes.places.next();
  const report = await nodes.databases[0].moveTenant(tenantId, away, { dryRun: true });
  expect(report).toMatchObject({ outcome: 'dry run', from: 'shared', to: away, rows: 1 });
  await expect(nodes.places.look(away, async () => undefined)).rejects.toThrow(/does not exist/);
  expect(await nodes.databases[0].placementOf(tenantId)).toBe('shared');
});

it('[MOVE8] never two moves of one tenant at once, and never into the very database it is in', async () => {
  const tenantId = await nodes.main.createTenant();
  await nodes.databases[0].withTenant(tenantId, (tx) => tx.query(count, [tenantId, 'one']));
  const away = nodes.usual;
  const second = nodes.databases[1];
  await nodes.databases[0].moveTenant(tenantId, away, {
    async onStep(step) {
      if (step !== 'copied') return;
      const other = second.moveTenant(tenantId, nodes.places.next());
      await expect(other).rejects.toMatchObject({ code: 'MOVE_UNDER_WAY' });
    },
  });
  const own: Placement = `database:${String(nodes.main.postgres.connection.database)}`;
  const onto = second.moveTenant(tenantId, own);
  await expect(onto).rejects.toMatchObject({ code: 'SAME_DATABASE' });
  await nodes.databases[0].moveTenant(tenantId, 'shared');
  await expect(second.moveTenant(tenantId, own)).rejects.toMatchObject({ code: 'SAME_DATABASE' });
  expect(await nodes.databases[0].withTenant(tenantId, counters(tenantId))).toEqual([{ name: 'one' }]);
  await expect(second.moveTenant(newId(), away)).rejects.toMatchObject({ code: 'NOT_FOUND' });
});
