import type { Observable } from '@atrium/sync/client';

/** Waits for a value that holds; the test's own limit ends a wait in vain. */
export async function until<T>(observable: Observable<T>, holds: (value: T) => boolean): Promise<T> {
  while (!holds(observable.get())) {
    await new Promise<void>((resolve) => {
      const stop = observable.subscribe(() => {
        stop();
        resolve();
      });
    });
  }
  return observable.get();
}
