import { builtIn, placeOf, type Registry } from '@atrium/model';
import type { Replica } from '../records/replica.ts';
import { showing } from '../scopes/holders.ts';
import type { Scopes } from '../scopes/scopes.ts';
import type { ClientStorage, ConfirmedChange } from './client-storage.ts';
import { ConfirmedWriter } from './confirmed-writer.ts';
import { differenceFromDisk, type Held, takenFromDisk } from './take-over-confirmed.ts';

export interface ConfirmedKeeperOptions {
  readonly storage: ClientStorage;
  readonly registry?: Registry;
  readonly replica: Pick<Replica, 'confirmed' | 'allConfirmed' | 'apply'>;
  readonly scopes: () => Pick<Scopes, 'positions' | 'adopt'>;
  readonly onFailure: (error: unknown) => void;
  /** False where several tabs may be open and none can be elected: their writes would undo each other's. */
  readonly mayKeep: boolean;
}

/** Keeps the confirmed records on the disk while this tab is the one that does, and takes them over when it becomes so. */
export class ConfirmedKeeper {
  readonly #options: ConfirmedKeeperOptions;
  readonly #writer: ConfirmedWriter;
  #keeps = false;
  /** What the disk holds is in memory too: true at the start, not any more once another tab wrote. */
  #isCurrent = false;

  constructor(options: ConfirmedKeeperOptions) {
    this.#options = options;
    this.#writer = new ConfirmedWriter(options.storage, options.onFailure);
  }

  write(change: ConfirmedChange): void {
    this.#writer.write(change);
  }

  /** What was just loaded is what this tab goes on from, if nobody else keeps the records. */
  loaded(isAlone: boolean): void {
    this.#isCurrent = isAlone;
  }

  async take(): Promise<void> {
    if (!this.#options.mayKeep) return;
    this.#keeps = true;
    if (this.#isCurrent) {
      this.#writer.start();
      return;
    }
    const { storage, replica, scopes, registry = builtIn, onFailure } = this.#options;
    try {
      const disk = await storage.load();
      if (!this.#keeps) return;
      const held = (): Held => ({
        confirmed: (id) => replica.confirmed(id),
        allConfirmed: () => replica.allConfirmed(),
        positions: scopes().positions(),
        showing: (record) => showing(record, registry),
        projectOf: (record) => (record.type === 'project' ? record.id : placeOf(record, registry).projectId),
      });
      const taken = takenFromDisk(disk, held());
      replica.apply(taken.records);
      scopes().adopt(new Map([...taken.positions].map(([scope, position]) => [scope, position ?? 0])));
      this.#writer.start();
      this.#writer.write(differenceFromDisk(disk, held()));
    } catch (error) {
      onFailure(error);
    }
  }

  leave(): void {
    this.#keeps = false;
    this.#isCurrent = false;
    this.#writer.stop();
  }

  idle(): Promise<void> {
    return this.#writer.idle();
  }
}
