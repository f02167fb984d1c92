import type { NodeId, NodeWatcher } from './bus.ts';

/** More than anyone runs; what claims to be one beyond it is not believed. */
const MAX_NODES = 1_000;

/** The other nodes, by when each was last heard, on a clock that the caller brings. */
export class OtherNodes {
  readonly #silence: number;
  readonly #watcher: NodeWatcher;
  readonly #heardAt = new Map<NodeId, number>();
  readonly #gone = new Set<NodeId>();

  constructor(silence: number, watcher: NodeWatcher) {
    this.#silence = silence;
    this.#watcher = watcher;
  }

  get size(): number {
    return this.#heardAt.size;
  }

  heard(node: NodeId, now: number): void {
    if (!this.#heardAt.has(node) && this.#heardAt.size >= MAX_NODES) return;
    this.#heardAt.set(node, now);
    if (this.#gone.delete(node)) this.#watcher.back(node);
  }

  /** It said so itself, and will not be back: the same process never starts twice. */
  left(node: NodeId): void {
    if (this.#heardAt.delete(node)) this.#watcher.gone(node);
  }

  sweep(now: number): void {
    for (const [node, heardAt] of this.#heardAt) {
      if (now - heardAt <= this.#silence) continue;
      this.#heardAt.delete(node);
      if (this.#gone.size >= MAX_NODES) this.#gone.clear();
      this.#gone.add(node);
      this.#watcher.gone(node);
    }
  }
}
