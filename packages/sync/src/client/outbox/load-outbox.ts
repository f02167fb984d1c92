import type { ClientStorage } from '../storage/client-storage.ts';
import { ENTRY_FORMAT, inOrder, type OutboxEntry } from './outbox-entry.ts';
import { upcastQueue } from './upcast-queue.ts';

/** The outbox as it is on the disk, in order. What an older app wrote is stored anew, so that its order is settled once. */
export async function loadOutbox(
  storage: Pick<ClientStorage, 'loadOutbox' | 'changeOutbox'>,
): Promise<OutboxEntry[]> {
  const stored = await storage.loadOutbox();
  const entries = upcastQueue(stored).sort(inOrder);
  if (stored.some(({ format }) => format < ENTRY_FORMAT)) {
    const ids = entries.map(({ command }) => command.id);
    await storage.changeOutbox(ids, (now) => ({
      put: entries.filter(({ command }) => (now.get(command.id)?.format ?? ENTRY_FORMAT) < ENTRY_FORMAT),
      remove: [],
    }));
  }
  return entries;
}
