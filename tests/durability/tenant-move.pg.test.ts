import { afterAll, beforeAll, expect, test } from 'vitest';
import { lastJson, runCli } from '../live/spawn-server.ts';
import { type House, openHouse } from './house.ts';
import { expectAlike, expectDense, expectEachOnce, readWholeLog } from './whole-log.ts';
import { Writers } from './writers.ts';

const PATIENCE_MS = 120_000;

let house: House;

beforeAll(async () => {
  house = await openHouse();
  while (house.clients.length < 2) await house.openClient();
}, PATIENCE_MS);
afterAll(() => house.close(), PATIENCE_MS);

test(
  '[MOVE1] a workspace is moved from the command line under people at work',
  async () => {
    const writers = new Writers(house.clients.slice(0, 1), house.projectId);
    await writers.acks(40);
    const move = ['tenant', 'move', house.slug, '--to', 'database:away', '--data', house.dataDir, '--json'];
    const moved = await runCli(move);
    expect(lastJson(moved)).toMatchObject({ workspace: house.slug, outcome: 'moved', kept: false });
    expect(moved.code).toBe(0);
    await writers.acks(40);
    await writers.stop();
    const { events, records } = await house.look(async (engine) => {
      const log = await readWholeLog(engine, house);
      await expectEachOnce(writers.sent, log.events, { engine, tenantId: house.tenantId });
      return log;
    });
    expectDense(events);
    for (const client of house.clients) await expectAlike(client, records);
    const verified = await runCli(['verify', '--data', house.dataDir, '--json']);
    expect(lastJson(verified)).toMatchObject({ ok: true, workspaces: [{ events: events.length }] });
  },
  PATIENCE_MS,
);
