import { setTimeout } from 'node:timers/promises';
import { ensureFieldIndexesFrom, type PostgresHandle } from '@atrium/engine';
import type { Logger } from 'pino';

/** A scan of fewer takes some ten milliseconds. */
const FROM_RECORDS = 20_000;

export interface ViewIndexes {
  /** Makes them in a database beside everything else: views work without, only slower. */
  ensure(postgres: PostgresHandle): void;
  /** When none is being made, or after a moment. */
  settled(): Promise<void>;
}

export function createViewIndexes(logger: Logger): ViewIndexes {
  const making = new Set<Promise<void>>();
  return {
    ensure(postgres) {
      const made = ensureFieldIndexesFrom(postgres, FROM_RECORDS)
        .then(() => undefined)
        .catch((error: unknown) => {
          logger.warn({ err: error }, 'Indexes for views could not be made; the next start tries again.');
        })
        .finally(() => making.delete(made));
      making.add(made);
    },
    async settled() {
      await Promise.race([Promise.all(making), setTimeout(2_000, undefined, { ref: false })]);
    },
  };
}
