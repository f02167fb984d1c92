import type { TryLock } from '../ports.ts';

/** For a process that is alone with its storage. */
export const alone: TryLock = async () => ({ release: () => undefined });

export interface Tabs {
  /** True in the one tab that keeps the confirmed records on disk. */
  readonly keepsConfirmed: boolean;
  /** Whether an outbox partition's owner is gone; true makes it ours to send. */
  adopt(partition: string): Promise<boolean>;
  release(): void;
}

/**
 * Tabs of one person share a storage without a leader for writes: every tab queues and sends its own
 * partition of the outbox, one tab alone writes the confirmed records, and a new tab takes over the
 * partitions of tabs that are gone. Command ids make it harmless if two ever send the same.
 */
export async function openTabs(name: string, partition: string, tryLock: TryLock): Promise<Tabs> {
  const held: { release(): void }[] = [];
  const take = async (lock: string) => {
    const mine = await tryLock(`${name}:${lock}`);
    if (mine) held.push(mine);
    return mine !== undefined;
  };
  const ours = new Set([partition]);
  await take(`outbox:${partition}`);
  const keepsConfirmed = await take('confirmed');
  return {
    keepsConfirmed,
    async adopt(other) {
      // Asked for each of its entries: a lock that is ours is not to be had a second time.
      if (!ours.has(other) && (await take(`outbox:${other}`))) ours.add(other);
      return ours.has(other);
    },
    release: () => {
      for (const lock of held.splice(0)) lock.release();
    },
  };
}
