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
  await take(`outbox:${partition}`);
  const keepsConfirmed = await take('confirmed');
  return {
    keepsConfirmed,
    adopt: (other) => (other === partition ? Promise.resolve(true) : take(`outbox:${other}`)),
    release: () => {
      for (const lock of held.splice(0)) lock.release();
    },
  };
}
