import { newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { memoryStorage } from '../storage/memory-storage.ts';
import { loadOutbox } from './load-outbox.ts';
import { ENTRY_FORMAT, type OutboxEntry } from './outbox-entry.ts';
import { type StoredEntry, upcastQueue } from './upcast-queue.ts';

const STEPS = {
  1: (queue: readonly StoredEntry[]) => queue.map((entry) => ({ ...entry, strikes: 0 })),
  2: (queue: readonly StoredEntry[]) => queue.map((entry, at) => ({ ...entry, tab: `${at}` })),
};

test('[OFF14] a queue written by an older app is brought up to date, step by step', () => {
  const stored = [{ format: 2 }, { format: 3 }, { format: 1 }];
  expect(upcastQueue(stored, STEPS, 3)).toEqual([
    { format: 3, strikes: 0, tab: '0' },
    { format: 3, tab: '1' },
    { format: 3 },
  ]);
});

test('[OFF14] what a newer app wrote is left alone', async () => {
  expect(upcastQueue([{ format: 4 }], STEPS, 3)).toEqual([]);
  const storage = await stored([{ format: ENTRY_FORMAT + 1, id: 'new' }]);
  expect(await loadOutbox(storage)).toEqual([]);
  expect(await storage.loadOutbox()).toEqual([{ format: ENTRY_FORMAT + 1, id: 'new' }]);
});

test('[OFF14] queues that every tab had for itself become one, in the order of issue', async () => {
  const [a, b] = [newId(), newId()];
  const old = [
    before('tab-2', 1, { recordId: b, baseVersion: 0, issuedAt: 2 }),
    before('tab-1', 2, { recordId: a, baseVersion: 0, issuedAt: 1, title: 'changed at once' }),
    before('tab-1', 1, { recordId: a, baseVersion: 0, issuedAt: 1 }),
    // Its clock went backwards; inside a tab the sequence counts.
    before('tab-2', 2, { recordId: b, baseVersion: 1, issuedAt: 0 }),
  ];
  const storage = await stored(old);
  const queue = await loadOutbox(storage);
  expect(queue.map(({ command }) => command.id)).toEqual(
    [old[2], old[1], old[0], old[3]].map((one) => one?.id),
  );
  expect(queue.map(({ links }) => links.creates)).toEqual([[a], [], [b], []]);
  expect(queue.every(({ sequence }) => sequence < 0)).toBe(true);
  // Settled once: what is done first does not turn the order of the rest.
  const [first] = queue;
  await storage.changeOutbox([], () => ({ put: [], remove: [first?.command.id ?? ''] }));
  expect(await loadOutbox(storage)).toEqual(queue.slice(1));
});

async function stored(entries: readonly (StoredEntry & { id: string })[]) {
  const storage = memoryStorage();
  const put = entries.map((entry) => ({ command: { id: entry.id }, ...entry }) as unknown as OutboxEntry);
  await storage.changeOutbox([], () => ({ put, remove: [] }));
  return {
    ...storage,
    loadOutbox: async () =>
      (await storage.loadOutbox()).map((entry) =>
        entry.format > ENTRY_FORMAT ? withoutCommand(entry) : entry,
      ),
  };
}

function withoutCommand({ command: _command, ...rest }: StoredEntry & { command?: unknown }): StoredEntry {
  return rest;
}

function before(
  partition: string,
  sequence: number,
  about: { recordId: string; baseVersion: number; issuedAt: number; title?: string },
) {
  const { issuedAt, title = 'new', ...more } = about;
  const id = newId();
  return {
    id,
    command: {
      id,
      name: 'label.update',
      input: { title },
      issuedAt: new Date(issuedAt).toISOString(),
      ...more,
    },
    partition,
    sequence,
    state: { kind: 'waiting' },
    attempts: 0,
    strikes: 0,
    format: 1,
  };
}
