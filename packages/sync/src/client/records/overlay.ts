import type { Decision, RecordReader } from '@atrium/model';
import { isRefusal } from '@atrium/model';
import type {
  Actor,
  Command,
  EventDraft,
  RecordEvent,
  RecordId,
  RecordState,
  Refusal,
} from '@atrium/protocol';
import { evolveOptimistically } from './optimistic-record.ts';

/**
 * What a queued command does to the visible state:
 * - `applied`: its events are shown
 * - `refused`: with all it needs at hand it does not decide; nothing is shown
 * - `undecided`: this client does not know enough; nothing is shown, the server will tell
 */
export type Effect =
  | { readonly kind: 'applied'; readonly drafts: readonly EventDraft[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'undecided' };

export interface Layer {
  readonly command: Command;
  readonly effect: Effect;
  /** Records it was decided from, the missing ones too. */
  readonly reads: ReadonlySet<RecordId>;
  /** Records its events change, and the command's own. */
  readonly touches: ReadonlySet<RecordId>;
  readonly creates: ReadonlySet<RecordId>;
  /** Record types it looked through by relation; `*` after a look-up by key. */
  readonly lookups: ReadonlySet<string>;
}

/** The visible records: read for decisions, written as layers come and go. */
export interface VisibleRecords {
  get(id: RecordId): RecordState | undefined;
  put(id: RecordId, record: RecordState | undefined): void;
  find(key: string): RecordId | undefined;
  referrers(type: string, field: string, id: RecordId): RecordState[];
}

export interface OverlayOptions {
  readonly visible: VisibleRecords;
  readonly confirmed: (id: RecordId) => RecordState | undefined;
  readonly actor: () => Actor;
  readonly decide: (command: Command, reader: RecordReader) => Decision | 'undecidable';
  readonly eventsOf: (commandId: string) => RecordEvent[] | undefined;
}

/**
 * The optimistic state: queued commands decided in order on top of the confirmed records. When records
 * change, only the layers that have to do with them are decided again.
 */
export class Overlay {
  readonly #options: OverlayOptions;
  /** In order of issue. */
  readonly #layers = new Map<string, Layer>();
  /** Which layers have to do with a record, or looked through a type. */
  readonly #concerned = new Map<string, Set<string>>();

  constructor(options: OverlayOptions) {
    this.#options = options;
  }

  layer(commandId: string): Layer | undefined {
    return this.#layers.get(commandId);
  }

  push(command: Command): Layer {
    if (this.#layers.has(command.id)) throw new Error(`Command ${command.id} is in the overlay already`);
    const layer = this.#decide(command);
    this.#keep(layer);
    this.#show(layer);
    return layer;
  }

  /**
   * Confirmed records have changed, and some commands are done with: decides anew what depends on them.
   * @param changed ids whose confirmed record is another one now
   */
  rebase(changed: Iterable<RecordId>, done: Iterable<string> = []): void {
    const ids = new Set(changed);
    for (const commandId of done) {
      const layer = this.#layers.get(commandId);
      if (!layer) continue;
      for (const id of layer.touches) ids.add(id);
      this.#forget(layer);
      this.#layers.delete(commandId);
    }
    const affected = this.#spread(ids);
    for (const id of ids) {
      this.#options.visible.put(id, this.#options.confirmed(id));
    }
    for (const [commandId, layer] of this.#layers) {
      if (!affected.has(commandId)) continue;
      const next = this.#decide(layer.command);
      this.#forget(layer);
      this.#keep(next);
      this.#show(next);
    }
  }

  /** All layers anew, in this order. */
  reset(commands: Iterable<Command>): void {
    this.rebase([], [...this.#layers.keys()]);
    for (const command of commands) this.push(command);
  }

  #keep(layer: Layer): void {
    const { id } = layer.command;
    this.#layers.set(id, layer);
    for (const key of concernsOf(layer)) {
      const concerned = this.#concerned.get(key);
      if (concerned) concerned.add(id);
      else this.#concerned.set(key, new Set([id]));
    }
  }

  #forget(layer: Layer): void {
    for (const key of concernsOf(layer)) {
      const concerned = this.#concerned.get(key);
      concerned?.delete(layer.command.id);
      if (concerned?.size === 0) this.#concerned.delete(key);
    }
  }

  /** Widens `ids` to all that must be shown anew, and names the layers to decide again. */
  #spread(ids: Set<RecordId>): Set<string> {
    const affected = new Set<string>();
    if (this.#layers.size === 0) return affected;
    const reach = (key: string) => {
      for (const commandId of this.#concerned.get(key) ?? []) {
        if (affected.has(commandId)) continue;
        affected.add(commandId);
        for (const id of this.#layers.get(commandId)?.touches ?? []) ids.add(id);
      }
    };
    const { confirmed, visible } = this.#options;
    // What is added on the way is visited too.
    for (const id of ids) {
      reach(id);
      const type = (confirmed(id) ?? visible.get(id))?.type;
      if (type === undefined) continue;
      reach(lookupKey(type));
      reach(lookupKey('*'));
    }
    return affected;
  }

  #show(layer: Layer): void {
    if (layer.effect.kind !== 'applied') return;
    const { visible, actor } = this.#options;
    const by = { actor: actor(), at: layer.command.issuedAt };
    for (const draft of layer.effect.drafts) {
      visible.put(draft.recordId, evolveOptimistically(visible.get(draft.recordId), draft, by));
    }
  }

  #decide(command: Command): Layer {
    const { visible, decide, eventsOf } = this.#options;
    const reads = new Set<RecordId>();
    const lookups = new Set<string>();
    let missed = false;
    const decision = decide(command, {
      get: (id) => {
        reads.add(id);
        const record = visible.get(id);
        if (!record && id !== command.recordId) missed = true;
        return record;
      },
      find: (key) => {
        lookups.add('*');
        return visible.find(key);
      },
      referrers: (type, field, id) => {
        lookups.add(type);
        return visible.referrers(type, field, id);
      },
      eventsOf: (commandId) => {
        const events = eventsOf(commandId);
        if (!events) missed = true;
        return events;
      },
      nextNumber: () => undefined,
    });
    const base = {
      command,
      reads,
      lookups,
      touches: new Set([command.recordId]),
      creates: new Set<RecordId>(),
    };
    if (decision === 'undecidable') return { ...base, effect: { kind: 'undecided' } };
    if (isRefusal(decision)) {
      // Nobody can tell from here whether a record that is not in the store exists.
      const unsure = missed || decision.code === 'NOT_FOUND';
      return { ...base, effect: unsure ? { kind: 'undecided' } : { kind: 'refused', refusal: decision } };
    }
    for (const draft of decision) {
      base.touches.add(draft.recordId);
      if (draft.change === 'created') base.creates.add(draft.recordId);
    }
    return { ...base, effect: { kind: 'applied', drafts: decision } };
  }
}

function lookupKey(type: string): string {
  return `through ${type}`;
}

function* concernsOf({ reads, touches, lookups }: Layer): Generator<string> {
  yield* reads;
  yield* touches;
  for (const type of lookups) yield lookupKey(type);
}
