import type { JsonObject, TenantId } from '@atrium/protocol';

/** One server process, from its start to its end. */
export type NodeId = string;

/** What is spoken of. Whoever has nothing open of a tenant does not listen to its topics. */
export interface Topic {
  readonly subject: 'head' | 'presence';
  readonly tenantId: TenantId;
}

/** `alone`: there is one node. `lost`: the others cannot be heard; everyone goes by the log and its own counts. */
export type BusState = 'alone' | 'connected' | 'lost';

/**
 * What nodes tell each other so that nobody has to wait: hints. Any of them may be lost, late, doubled or made
 * up. Whoever hears one looks for itself, and checks what it is about to show and to whom.
 */
export interface Bus {
  readonly node: NodeId;
  readonly state: BusState;
  readonly counts: BusCounts;
  /** Says it to those who listen now. Never waits and never fails: what cannot be said is not said. */
  publish(topic: Topic, hint: JsonObject): void;
  /** Hears what other nodes say, until the answer is called. */
  subscribe(topic: Topic, listener: BusListener): () => void;
  /** Hears of nodes that ended or fell silent, and of those that come back. */
  watchNodes(watcher: NodeWatcher): () => void;
  /** A rate that all nodes count together; each by itself while the bus is lost. */
  rate(name: string, rate: BusRate): SharedRate;
  /** What is taken and given back, counted over all nodes; a node's own while the bus is lost. */
  readonly seats: SharedSeats;
  close(): Promise<void>;
}

export interface BusListener {
  heard(hint: JsonObject, from: NodeId): void;
  /** What is said from here on is heard. Called again after every time that something may have been missed. */
  joined?(): void;
}

export interface NodeWatcher {
  gone(node: NodeId): void;
  /** It had been taken for gone. */
  back(node: NodeId): void;
}

/** `points` in any window of `seconds`. */
export interface BusRate {
  readonly points: number;
  readonly seconds: number;
}

export interface SharedRate {
  /** Milliseconds to wait; 0 when there was room. Never rejects. */
  take(key: string, count: number): Promise<number>;
}

export interface SharedSeats {
  /** Answers how many seats are taken under the key, this one included. Never rejects. */
  take(key: string, seat: string): Promise<number>;
  leave(key: string, seat: string): void;
  close(): void;
}

/** Since the start. */
export interface BusCounts {
  sent: number;
  /** Could not be said. */
  unsent: number;
  heard: number;
  /** Not ours: not signed, too long, of another version, or no hint at all. */
  refused: number;
  /** How often the others were lost. */
  losses: number;
  /** Other nodes that are there now. */
  nodes: number;
}

export function newBusCounts(): BusCounts {
  return { sent: 0, unsent: 0, heard: 0, refused: 0, losses: 0, nodes: 0 };
}
