import type { RecordId, RecordState } from '@atrium/protocol';
import type { ClientStorage, ConfirmedChange } from './client-storage.ts';

/**
 * Writes confirmed changes behind the screen, in order; what gathers while one write runs becomes the next.
 * One tab writes at a time. After a failure nothing more is written: what is stored stays old but whole, and
 * the next start resumes from its positions.
 */
export class ConfirmedWriter {
  readonly #storage: ClientStorage;
  readonly #onFailure: (error: unknown) => void;
  #records = new Map<RecordId, RecordState | undefined>();
  #positions = new Map<string, number | undefined>();
  #running: Promise<void> | undefined;
  #state: 'off' | 'on' | 'failed' = 'off';

  constructor(storage: ClientStorage, onFailure: (error: unknown) => void) {
    this.#storage = storage;
    this.#onFailure = onFailure;
  }

  write({ records, positions }: ConfirmedChange): void {
    if (this.#state !== 'on') return;
    for (const [id, record] of records) this.#records.set(id, record);
    for (const [scope, position] of positions) this.#positions.set(scope, position);
    this.#running ??= this.#run();
  }

  /** From now on this tab keeps the store; whoever kept it before does not any more. */
  start(): void {
    if (this.#state === 'off') this.#state = 'on';
  }

  /** From now on nothing is written: another tab keeps the store. */
  stop(): void {
    if (this.#state === 'on') this.#state = 'off';
    this.#records.clear();
    this.#positions.clear();
  }

  async idle(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // Lets what belongs to the same turn gather.
    await Promise.resolve();
    while (this.#state === 'on' && (this.#records.size > 0 || this.#positions.size > 0)) {
      const change = { records: this.#records, positions: this.#positions };
      this.#records = new Map();
      this.#positions = new Map();
      try {
        await this.#storage.writeConfirmed(change);
      } catch (error) {
        this.#state = 'failed';
        this.#onFailure(error);
      }
    }
    this.#running = undefined;
  }
}
