import { setTimeout as sleep } from 'node:timers/promises';
import type { PostgresHandle } from '@atrium/engine';
import pg from 'pg';

export interface Probe {
  /** Appends one event; resolves when it is committed. The number comes back through `seen`. */
  append(number: number): Promise<void>;
}

export interface HorizonFigures {
  /** Milliseconds from an event's commit until a reader in another node had it, while nothing else went on. */
  readonly calmMs: readonly number[];
  /** The same while a transaction that had written something stayed open elsewhere in the database. */
  readonly heldMs: readonly number[];
}

export interface HorizonRun {
  /** The database in which the transaction stays open. */
  readonly database?: string;
  readonly events: number;
  readonly everyMs: number;
  readonly heldForMs: number;
}

/** How long readers of a log see nothing new because of a transaction that has nothing to do with it. */
export class Horizon {
  readonly #probe: Probe;
  readonly #committedAt = new Map<number, number>();
  readonly #seenAt = new Map<number, number>();
  #changed: () => void = () => undefined;
  #count = 0;

  constructor(probe: Probe) {
    this.#probe = probe;
  }

  seen(number: number): void {
    if (Number.isNaN(number) || this.#seenAt.has(number)) return;
    this.#seenAt.set(number, performance.now());
    this.#changed();
  }

  async measure(postgres: PostgresHandle, run: HorizonRun): Promise<HorizonFigures> {
    await this.#append(run);
    const calmMs = await this.#append(run);
    const other = new pg.Client({
      ...postgres.connection,
      ...(run.database !== undefined && { database: run.database }),
    });
    await other.connect();
    try {
      await other.query('CREATE TABLE IF NOT EXISTS bench_elsewhere (at timestamptz)');
      await other.query('BEGIN');
      await other.query('INSERT INTO bench_elsewhere VALUES (now())');
      const ended = sleep(run.heldForMs).then(() => other.query('COMMIT'));
      const heldMs = await this.#append(run);
      await ended;
      return { calmMs, heldMs };
    } finally {
      await other.end();
    }
  }

  async #append({ events, everyMs }: HorizonRun): Promise<number[]> {
    const numbers: number[] = [];
    for (let index = 0; index < events; index += 1) {
      this.#count += 1;
      numbers.push(this.#count);
      await this.#probe.append(this.#count);
      this.#committedAt.set(this.#count, performance.now());
      await sleep(everyMs);
    }
    while (numbers.some((number) => !this.#seenAt.has(number))) {
      await new Promise<void>((resolve) => {
        this.#changed = resolve;
      });
    }
    return numbers.map((number) =>
      Math.max(0, (this.#seenAt.get(number) ?? 0) - (this.#committedAt.get(number) ?? 0)),
    );
  }
}
