import { setTimeout } from 'node:timers/promises';
import { parseScope, projectScope } from '@atrium/model';
import type { RecordEvent, RecordState } from '@atrium/protocol';
import type { Client, Sent } from '@atrium/sync/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lastJson, runCli } from '../live/spawn-server.ts';
import { until } from '../live/until.ts';
import { type House, openHouse } from './house.ts';
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

async function readAll(): Promise<{ events: RecordEvent[]; records: RecordState[] }> {
  return house.look(async (engine) => {
    const events: RecordEvent[] = [];
    for (;;) {
      const part = await engine.readEvents(house.tenantId, { after: events.length, limit: 2_000 });
      events.push(...part);
      if (part.length === 0) break;
    }
    const scope = parseScope(projectScope(house.projectId));
    if (!scope) throw new Error('no scope');
    const records: RecordState[] = [];
    for await (const part of engine.readScope(house.tenantId, scope)) {
      if (part.kind === 'records') records.push(...part.records);
    }
    return { events, records };
  });
}

function expectDense(events: readonly RecordEvent[]): void {
  expect(events.map(({ position }) => position)).toEqual(events.map((_, at) => at + 1));
  const versions = new Map<string, number>();
  for (const { recordId, version, change } of events) {
    expect(version).toBe((versions.get(recordId) ?? 0) + 1);
    expect(change === 'created').toBe(version === 1);
    versions.set(recordId, version);
  }
}

/** Each acknowledged command stands in the log, where its ack said, once; each refused one does not. */
async function expectEachOnce(sent: readonly Sent[], events: readonly RecordEvent[]): Promise<void> {
  const byCommand = new Map<string, number[]>();
  for (const { commandId, position } of events) {
    byCommand.set(commandId, [...(byCommand.get(commandId) ?? []), position]);
  }
  let committed = 0;
  for (const { command, receipt } of sent) {
    const outcome = await receipt.done;
    const made = byCommand.get(command.id) ?? [];
    if (outcome.kind === 'refused') expect(made, command.name).toEqual([]);
    else {
      const { firstPosition, lastPosition } = outcome;
      const length = lastPosition - firstPosition + 1;
      expect(made, command.name).toEqual(Array.from({ length }, (_, at) => firstPosition + at));
      committed += 1;
    }
  }
  expect(committed).toBeGreaterThan(sent.length / 4);
}

async function expectAlike(client: Client, records: readonly RecordState[]): Promise<void> {
  await until(client.status, ({ connection, unsent }) => connection === 'live' && unsent === 0);
  const items = records.filter(({ type }) => type === 'work_item');
  const versions = new Map(items.map(({ id, version }) => [id, version]));
  await until(
    client.store.view({ type: 'work_item' }),
    (rows) => rows.length === items.length && rows.every(({ id, version }) => versions.get(id) === version),
  );
  for (const record of records) expect(client.store.get(record.id)).toEqual(record);
}

async function expectWhole(writers: Writers): Promise<void> {
  await writers.stop();
  const { events, records } = await readAll();
  expectDense(events);
  await expectEachOnce(writers.sent, events);
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
