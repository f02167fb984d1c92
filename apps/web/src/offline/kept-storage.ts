export interface StorageState {
  /** The browser will not clear it to make room. */
  readonly isKept: boolean;
  readonly usedBytes: number;
  readonly freeBytes: number;
}

/** What this browser keeps for Atrium; undefined where it does not say. */
export async function storageState(): Promise<StorageState | undefined> {
  try {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    const isKept = await navigator.storage.persisted();
    return { isKept, usedBytes: usage, freeBytes: Math.max(0, quota - usage) };
  } catch {
    return undefined;
  }
}

/** Asks the browser not to clear what is kept here. Some browsers ask the person: so only when it matters. */
export async function askToKeep(): Promise<boolean> {
  try {
    return (await navigator.storage.persisted()) || (await navigator.storage.persist());
  } catch {
    return false;
  }
}
