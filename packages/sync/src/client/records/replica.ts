import { builtIn, decide, isServerOnly, type Registry } from '@atrium/model';
import type { Actor, Command, RecordEvent, RecordId, RecordState } from '@atrium/protocol';
import { Overlay } from './overlay.ts';
import { Store } from './store.ts';

export interface ReplicaOptions {
  readonly registry?: Registry;
  readonly schedule: (task: () => void) => void;
  readonly actor: () => Actor;
  readonly eventsOf: (commandId: string) => RecordEvent[] | undefined;
  /** Adds the versions that are this client's own, lest it conflict with itself. */
  readonly stamp: (command: Command) => Command;
  /** A rule threw. */
  readonly onFault: (command: Command, error: unknown) => void;
}

/** The confirmed records, and what is visible of them with the overlay on top. */
export class Replica {
  readonly #confirmed = new Map<RecordId, RecordState>();
  readonly store: Store;
  readonly overlay: Overlay;

  constructor({ registry = builtIn, schedule, actor, eventsOf, stamp, onFault }: ReplicaOptions) {
    this.store = new Store({ registry, schedule });
    this.overlay = new Overlay({
      visible: this.store,
      confirmed: (id) => this.#confirmed.get(id),
      actor,
      // Of a command that changed what is not here, this client knows only a part.
      eventsOf: (commandId) => {
        const events = eventsOf(commandId);
        return events?.every(({ recordId }) => this.store.get(recordId)) ? events : undefined;
      },
      decide: (command, read) => {
        if (isServerOnly(command, read, registry)) return 'undecidable';
        try {
          return decide(stamp(command), { actor: actor(), now: command.issuedAt, read }, registry);
        } catch (error) {
          // A bug in a rule must not stop everything else; the server has the last word anyway.
          onFault(command, error);
          return 'undecidable';
        }
      },
    });
  }

  confirmed(id: RecordId): RecordState | undefined {
    return this.#confirmed.get(id);
  }

  allConfirmed(): IterableIterator<RecordState> {
    return this.#confirmed.values();
  }

  /** @param done commands whose effects are confirmed by now, or given up */
  apply(changes: ReadonlyMap<RecordId, RecordState | undefined>, done: Iterable<string> = []): void {
    for (const [id, record] of changes) {
      if (record) this.#confirmed.set(id, record);
      else this.#confirmed.delete(id);
    }
    this.overlay.rebase(changes.keys(), done);
  }
}
