import { assembleDeltaBatch } from '@atrium/protocol';
import type { Delta } from './delta.ts';

/**
 * What one receiver gets of a stretch of the log. Receivers with the same selection share one node of a
 * tree, and so one frame: the cost is per different selection, not per connection.
 */
export class Selection {
  readonly #delta: Delta | undefined;
  readonly #before: Selection | undefined;
  readonly #longer = new Map<Delta, Selection>();
  #frame: { readonly position: number; readonly bytes: Uint8Array } | undefined;

  constructor(before?: Selection, delta?: Delta) {
    this.#before = before;
    this.#delta = delta;
  }

  with(delta: Delta): Selection {
    let longer = this.#longer.get(delta);
    if (!longer) {
      longer = new Selection(this, delta);
      this.#longer.set(delta, longer);
    }
    return longer;
  }

  endsWith(delta: Delta): boolean {
    return this.#delta === delta;
  }

  frame(position: number): Uint8Array {
    if (this.#frame?.position === position) return this.#frame.bytes;
    const bytes = assembleDeltaBatch({ position, encodedEvents: this.#encoded() });
    this.#frame = { position, bytes };
    return bytes;
  }

  #encoded(): Uint8Array[] {
    const encoded: Uint8Array[] = [];
    let node: Selection = this;
    while (node.#delta && node.#before) {
      encoded.push(node.#delta.encoded);
      node = node.#before;
    }
    return encoded.reverse();
  }
}
