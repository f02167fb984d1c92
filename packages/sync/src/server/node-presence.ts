import type { Bus, NodeId } from '@atrium/engine';
import type { TenantId } from '@atrium/protocol';
import type { Clock, Timer } from '../shared/clock.ts';
import type { SyncLimits } from './limits.ts';
import type { Presence, PresenceChange } from './presence.ts';
import { type PresenceHint, presenceHintOf, readPresenceHint } from './presence-hint.ts';

export interface NodePresenceDeps {
  readonly bus: Bus;
  readonly tenantId: TenantId;
  readonly clock: Clock;
  readonly limits: Pick<SyncLimits, 'presenceTickMs' | 'presenceBytes' | 'presenceNodeEntries'>;
  readonly presence: Pick<Presence, 'setOther' | 'own'>;
}

/** What one other node said of its connections. */
interface Told {
  /** The number of its last word; undefined while its whole list is awaited. */
  count: number | undefined;
  askedAt: number;
  /** scope -> connection ids. */
  readonly scopes: Map<string, Set<string>>;
  entries: number;
}

/** How many go into one hint, so that none becomes too long. */
const ENTRIES_PER_HINT = 50;
const BETWEEN_ASKS_MS = 1_000;

/**
 * A tenant's presence over all nodes that have connections of it. Every node tells of its own connections and
 * answers for nobody else's: what a node said goes with it. Words are numbered; after a gap the whole is asked for.
 */
export class NodePresence {
  readonly #deps: NodePresenceDeps;
  readonly #told = new Map<NodeId, Told>();
  readonly #stops: (() => void)[];
  #count = 0;
  #answer: Timer | undefined;

  constructor(deps: NodePresenceDeps) {
    this.#deps = deps;
    this.#stops = [
      deps.bus.subscribe(this.#topic, {
        heard: (hint, from) => this.#heard(readPresenceHint(hint, deps.limits.presenceBytes), from),
        joined: () => {
          this.#tellAll();
          this.#say({ kind: 'ask', to: null });
        },
      }),
      deps.bus.watchNodes({
        gone: (node) => this.#forget(node),
        back: (node) => this.#say({ kind: 'ask', to: node }),
      }),
    ];
  }

  /** Own connections changed. */
  tell(changes: readonly PresenceChange[]): void {
    this.#tell(changes, false);
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#answer?.cancel();
    // Nobody is here any more, which the others would not notice as long as the node lives.
    if (this.#count > 0) this.#tell([], true);
  }

  get #topic() {
    return { subject: 'presence', tenantId: this.#deps.tenantId } as const;
  }

  #say(hint: PresenceHint): void {
    this.#deps.bus.publish(this.#topic, presenceHintOf(hint));
  }

  #tellAll(): void {
    this.#tell(this.#deps.presence.own(), true);
  }

  #tell(changes: readonly PresenceChange[], isWhole: boolean): void {
    for (let start = 0; start === 0 || start < changes.length; start += ENTRIES_PER_HINT) {
      const some = changes.slice(start, start + ENTRIES_PER_HINT);
      this.#say({ kind: 'told', count: ++this.#count, isWhole: isWhole && start === 0, changes: some });
    }
  }

  #heard(hint: PresenceHint | undefined, from: NodeId): void {
    if (hint?.kind === 'told') this.#take(hint, from);
    else if (hint && (hint.to === null || hint.to === this.#deps.bus.node)) {
      // Whoever else asks in the meantime hears it, too.
      this.#answer ??= this.#deps.clock.setTimer(this.#deps.limits.presenceTickMs, () => {
        this.#answer = undefined;
        this.#tellAll();
      });
    }
  }

  #take(hint: Extract<PresenceHint, { kind: 'told' }>, from: NodeId): void {
    const told = this.#toldBy(from);
    if (hint.isWhole) this.#replace(told, hint.changes);
    else if (told.count === undefined || hint.count > told.count + 1) {
      told.count = undefined;
      this.#ask(told, from);
      return;
    } else if (hint.count <= told.count) return;
    told.count = hint.count;
    for (const change of hint.changes) this.#put(told, change);
  }

  #ask(told: Told, from: NodeId): void {
    const now = this.#deps.clock.now();
    if (now - told.askedAt < BETWEEN_ASKS_MS) return;
    told.askedAt = now;
    this.#say({ kind: 'ask', to: from });
  }

  #replace(told: Told, changes: readonly PresenceChange[]): void {
    const kept = new Set(changes.map(({ scope, entry }) => `${scope} ${entry.connectionId}`));
    for (const [scope, connections] of told.scopes) {
      for (const connectionId of connections) {
        if (!kept.has(`${scope} ${connectionId}`)) this.#remove(told, scope, connectionId);
      }
    }
  }

  #put(told: Told, { scope, entry }: PresenceChange): void {
    const { connectionId, state } = entry;
    if (state === null) {
      this.#remove(told, scope, connectionId);
      return;
    }
    const connections = told.scopes.get(scope) ?? new Set();
    if (!connections.has(connectionId)) {
      if (told.entries >= this.#deps.limits.presenceNodeEntries) return;
      told.entries++;
      told.scopes.set(scope, connections.add(connectionId));
    }
    this.#deps.presence.setOther(scope, entry);
  }

  #remove(told: Told, scope: string, connectionId: string): void {
    const connections = told.scopes.get(scope);
    if (!connections?.delete(connectionId)) return;
    told.entries--;
    if (connections.size === 0) told.scopes.delete(scope);
    this.#deps.presence.setOther(scope, { connectionId, personId: '', state: null });
  }

  #forget(node: NodeId): void {
    const told = this.#told.get(node);
    if (!told) return;
    this.#replace(told, []);
    this.#told.delete(node);
  }

  #toldBy(node: NodeId): Told {
    let told = this.#told.get(node);
    if (!told) {
      told = { count: undefined, askedAt: Number.NEGATIVE_INFINITY, scopes: new Map(), entries: 0 };
      this.#told.set(node, told);
    }
    return told;
  }
}
