import type { ClientStorage } from '../storage/client-storage.ts';
import { memoryStorage } from '../storage/memory-storage.ts';

/** A disk that is full, or not to be had, for as long as a test wants. */
export function failingStorage(): ClientStorage & { isFull: boolean; isLocked: boolean } {
  const disk = memoryStorage();
  const storage = {
    ...disk,
    isLasting: true,
    isFull: false,
    isLocked: false,
    load: async () => {
      if (storage.isLocked) throw new Error('The database cannot be opened.');
      return disk.load();
    },
    loadOutbox: async () => {
      if (storage.isLocked) throw new Error('The database cannot be opened.');
      return disk.loadOutbox();
    },
    changeOutbox: async (...args: Parameters<ClientStorage['changeOutbox']>) => {
      if (storage.isFull || storage.isLocked) throw new Error('QuotaExceededError');
      return disk.changeOutbox(...args);
    },
    writeConfirmed: async (...args: Parameters<ClientStorage['writeConfirmed']>) => {
      if (storage.isFull || storage.isLocked) throw new Error('QuotaExceededError');
      return disk.writeConfirmed(...args);
    },
  };
  return storage;
}
