import 'fake-indexeddb/auto';
import { readdirSync, readFileSync } from 'node:fs';
import { derivedId } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { indexedDbStorage } from '../storage/indexed-db-storage.ts';
import { OWN_CONFLICT, TabModel } from '../testing/tab-model.ts';

const RUNS = Number(process.env.TABS_RUNS ?? 40);
const SEED = process.env.TABS_SEED === undefined ? undefined : Number(process.env.TABS_SEED);

type Step = readonly [what: string, a: number, b: number];

const WHATS = [
  ...['issue', 'issue', 'issue', 'issue', 'child', 'decide', 'decide', 'decide', 'decide', 'refuse', 'later'],
  ...['lose answer', 'deliver', 'deliver', 'deliver', 'deliver', 'lose notice', 'catch up', 'catch up'],
  ...['connect', 'connect', 'connect', 'disconnect', 'crash before', 'crash after', 'kill', 'open', 'open'],
  ...['freeze', 'thaw', 'stall', 'wake', 'wait', 'wait', 'drop', 'retry', 'undo', 'undo'],
];

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(fc.constantFrom(...WHATS), fc.nat(1_000), fc.nat(1_000)),
  { minLength: 20, maxLength: 120 },
);

let databases = 0;

async function play(script: readonly Step[]): Promise<void> {
  const name = `tabs-${databases++}`;
  const opened: { close(): Promise<void> }[] = [];
  const model = new TabModel(async () => {
    const storage = await indexedDbStorage(name);
    opened.push(storage);
    return storage;
  });
  await model.openTab();
  await rest();
  for (const step of script) {
    await take(model, step);
    await rest(1 + (step[2] % 3));
  }
  await heal(model);
  const disk = (await (await indexedDbStorage(name)).loadOutbox()) as unknown as OutboxEntry[];
  check(model, disk);
  for (const storage of opened) await storage.close();
}

async function take(model: TabModel, [what, a, b]: Step): Promise<void> {
  const { living } = model;
  const tab = living[a % Math.max(1, living.length)];
  const running = living.filter(({ isStalled }) => !isStalled);
  const person = running[a % Math.max(1, running.length)];
  const queue = person?.queue.outbox.entries() ?? [];
  const entry = queue[b % Math.max(1, queue.length)];
  const record = (n: number) => derivedId('00000000-0000-7000-8000-0000000000cc', `${n % 4}`);
  if (what === 'issue') person?.issue({ recordId: record(b) });
  else if (what === 'child') person?.issue({ recordId: record(b + 1), parent: record(b) });
  else if (what === 'decide') model.decide(a);
  else if (what === 'refuse') model.decide(a, { code: 'FORBIDDEN', message: 'Not you.' });
  else if (what === 'later') model.decide(a, { code: 'UNAVAILABLE', message: 'Later.' });
  else if (what === 'lose answer') model.decide(a, undefined, true);
  else if (what === 'deliver') model.notices.splice(a % Math.max(1, model.notices.length), 1)[0]?.();
  else if (what === 'lose notice') model.lose(a);
  else if (what === 'catch up') tab?.catchUp();
  else if (what === 'connect') tab?.connect();
  else if (what === 'disconnect') tab?.disconnect();
  else if (what === 'crash before' && tab) tab.crashNext = 'before';
  else if (what === 'crash after' && tab) tab.crashNext = 'after';
  else if (what === 'kill') tab?.kill();
  else if (what === 'open' && living.length < 4) await model.openTab();
  else if (what === 'freeze') person?.queue.setFrozen(true);
  else if (what === 'thaw') person?.queue.setFrozen(false);
  else if (what === 'stall') tab?.stall();
  else if (what === 'wake') tab?.wake();
  else if (what === 'wait') await model.clock.advance(a * 8);
  else if (what === 'drop' && entry) person?.drop(entry.command.id);
  else if (what === 'retry' && entry) person?.retry(entry.command.id);
  else if (what === 'undo' && entry) person?.undo(entry.command.id);
}

/** Everyone is there, connected and hears of everything: nothing may be left but what waits for a person. */
async function heal(model: TabModel): Promise<void> {
  for (const tab of model.tabs) {
    tab.crashNext = undefined;
    tab.wake();
    if (tab.isAlive) tab.queue.setFrozen(false);
  }
  if (model.living.length === 0) await model.openTab();
  for (let round = 0; round < 40; round++) {
    for (const tab of model.living) tab.connect();
    for (const deliver of model.notices.splice(0)) deliver();
    while (model.sent.length > 0) model.decide(0);
    for (const tab of model.living) tab.catchUp();
    await rest();
    await model.clock.advance(6_000);
    await rest();
  }
}

function check(model: TabModel, disk: readonly OutboxEntry[]): void {
  const logged = new Map<string, number>();
  for (const { id } of model.log) logged.set(id, (logged.get(id) ?? 0) + 1);
  const attention = new Set(disk.map(({ command }) => command.id));
  expect(
    [...logged.values()].every((times) => times === 1),
    'nothing is in the log twice',
  ).toBe(true);
  expect(disk.filter(({ state }) => !['refused', 'held'].includes(state.kind))).toEqual([]);
  expect(disk.filter(({ wish }) => wish !== undefined)).toEqual([]);
  for (const { command, saved, isGivenUp, receipt } of model.issued) {
    const ends = Number(logged.has(command.id)) + Number(attention.has(command.id));
    expect(ends, `${command.id} ends at most once`).toBeLessThanOrEqual(1);
    if (!saved || isGivenUp) continue;
    expect(ends, `${command.id} is neither lost nor forgotten; last ${receipt.state.get().step}`).toBe(1);
  }
  const conflicts = disk.filter(
    ({ state }) => state.kind === 'refused' && state.refusal.message === OWN_CONFLICT,
  );
  // Nobody may be left who knew of both; a person decides then.
  if (!model.hasLosses) expect(conflicts, 'no tab conflicts with itself').toEqual([]);
  checkOrder(model);
  const [first, ...others] = model.living.map(({ queue }) =>
    queue.outbox.entries().map(({ command, state }) => [command.id, state.kind]),
  );
  for (const other of others) expect(other).toEqual(first);
  expect(first?.map(([id]) => id).sort()).toEqual([...attention].sort());
  for (const { faults } of model.tabs) expect(faults).toEqual([]);
}

/** What one tab issued for one record is in the log in that order. */
function checkOrder({ log, issued }: TabModel): void {
  const place = new Map(log.map(({ id }, at) => [id, at]));
  const last = new Map<string, number>();
  for (const { command, tab, isRetry, isGivenUp } of issued) {
    const at = place.get(command.id);
    if (at === undefined || isRetry || isGivenUp) continue;
    const key = `${tab.name} ${command.recordId}`;
    expect(at, `${command.id} after what was issued before it`).toBeGreaterThan(last.get(key) ?? -1);
    last.set(key, at);
  }
}

/** Lets the fake disk work: it needs turns of the event loop. */
async function rest(turns = 12): Promise<void> {
  for (let turn = 0; turn < turns; turn++) await new Promise<void>((resolve) => setImmediate(resolve));
}

/** Scripts that once failed, each named for what it taught. */
const FOUND = readdirSync(new URL('found/', import.meta.url)).sort();

test.each(FOUND)('[OFF86] again: %s', async (file) => {
  await play(JSON.parse(readFileSync(new URL(`found/${file}`, import.meta.url), 'utf8')) as Step[]);
});

test('[OFF86] whatever tab dies at whatever step, what was saved ends once: in the log, or waiting for a person', async () => {
  await fc.assert(
    fc.asyncProperty(steps, (script) => play(script)),
    { numRuns: RUNS, ...(SEED !== undefined && { seed: SEED }) },
  );
}, 3_600_000);
