import { newId } from '@atrium/protocol';

/** Ids made beforehand: in the product they are made by clients, not in the process that is measured. */
export class IdSupply {
  readonly #ids: string[];

  constructor(prepared = 60_000) {
    this.#ids = Array.from({ length: prepared }, newId).reverse();
  }

  next(): string {
    return this.#ids.pop() ?? newId();
  }
}
