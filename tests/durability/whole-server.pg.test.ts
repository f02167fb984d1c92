import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lastJson, runCli } from '../live/spawn-server.ts';
import { type House, openHouse } from './house.ts';
import { expectAlike, expectDense, expectEachOnce, readWholeLog } from './whole-log.ts';
import { Writers } from './writers.ts';

/** `ATRIUM_KILL_ROUNDS=50 npx vitest run tests/durability` for a long evening. */
const ROUNDS = Number(process.env.ATRIUM_KILL_ROUNDS ?? 2);
const PATIENCE_MS = 90_000 + ROUNDS * 30_000;
const CLIENTS = 3;

let house: House;

beforeAll(async () => {
  house = await openHouse();
  while (house.clients.length < CLIENTS) await house.openClient();
}, PATIENCE_MS);
afterAll(() => house.close(), PATIENCE_MS);

async function expectWhole(writers: Writers): Promise<void> {
  await writers.stop();
  const { events, records } = await house.look(async (engine) => {
    const whole = await readWholeLog(engine, house);
    await expectEachOnce(writers.sent, whole.events, { engine, tenantId: house.tenantId });
    return whole;
  });
  expectDense(events);
  for (const client of house.clients) await expectAlike(client, records);
  const verified = await runCli(['verify', '--data', house.dataDir, '--json']);
  expect(lastJson(verified)).toMatchObject({ ok: true, workspaces: [{ events: events.length }] });
  expect(verified.code).toBe(0);
}

test(
  '[LOG11] the server is killed while people work: nothing acknowledged is lost, nothing is done twice',
  async () => {
    const writers = new Writers(house.clients, house.projectId);
    for (let round = 0; round < ROUNDS; round++) {
      await writers.acks(40);
      await house.crash();
    }
    await writers.acks(40);
    await expectWhole(writers);
  },
  PATIENCE_MS,
);

test(
  '[DB4] PostgreSQL is killed under a working server: it comes back by itself, and so does everyone',
  async () => {
    const killed = new Set<number>();
    const writers = new Writers(house.clients, house.projectId);
    for (let round = 0; round < ROUNDS; round++) {
      await writers.acks(40);
      killed.add(await house.crashPostgres());
    }
    await writers.acks(40);
    expect(killed.size).toBe(ROUNDS);
    await expectWhole(writers);
  },
  PATIENCE_MS,
);

test(
  '[LOG1] a server that stands still for a while goes on where it was',
  async () => {
    const writers = new Writers(house.clients, house.projectId);
    for (let round = 0; round < ROUNDS; round++) {
      await writers.acks(40);
      house.server.kill('SIGSTOP');
      await setTimeout(300 + 400 * round);
      house.server.kill('SIGCONT');
    }
    await writers.acks(40);
    await expectWhole(writers);
  },
  PATIENCE_MS,
);
