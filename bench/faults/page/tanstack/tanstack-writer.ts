// The library brings a release of `@tanstack/db` of its own, and works with that one only.
import { createCollection } from '@tanstack/db';
import { type OfflineExecutor, startOfflineExecutor } from '@tanstack/offline-transactions';

interface Item {
  readonly id: string;
  readonly title: string;
}

const A_MOMENT_MS = 300;

const items = createCollection<Item, string>({
  id: 'items',
  getKey: ({ id }) => id,
  startSync: true,
  sync: { sync: ({ markReady }) => markReady() },
});

let executor: OfflineExecutor | undefined;

window.writer = {
  async open() {
    executor = startOfflineExecutor({
      // Typed by another release of `@tanstack/db` than the one that the page is built with.
      collections: { items: items as never },
      mutationFns: {
        // As in its documentation: what the server does not take is thrown, and the library decides.
        saveItems: async ({ transaction, idempotencyKey }) => {
          for (const { modified } of transaction.mutations) {
            const body = JSON.stringify({ key: idempotencyKey, title: (modified as unknown as Item).title });
            const response = await fetch('/write', { method: 'POST', body });
            if (!response.ok) throw new Error(`The server answered ${response.status}`);
          }
        },
      },
    });
    await executor.waitForInit();
  },
  async write(title) {
    const offline = executor;
    if (!offline) throw new Error('It is not open.');
    const transaction = offline.createOfflineTransaction({ mutationFnName: 'saveItems', autoCommit: false });
    transaction.mutate(() => items.insert({ id: crypto.randomUUID(), title }));
    // Resolves when the server has it, so it is not waited for.
    const settled = transaction.commit().then(
      () => undefined,
      () => undefined,
    );
    const kept = async () => {
      const until = performance.now() + A_MOMENT_MS;
      while (performance.now() < until && !(await window.writer.pending()).includes(title)) {
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    };
    await Promise.race([settled, kept()]);
  },
  async pending() {
    const waiting = (await executor?.peekOutbox()) ?? [];
    return waiting.flatMap(({ mutations }) =>
      mutations.map(({ modified }) => (modified as unknown as Item).title),
    );
  },
  signedIn() {
    executor?.getOnlineDetector().notifyOnline();
  },
};
