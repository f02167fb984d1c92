import type { PostgresEventStore } from '@event-driven-io/emmett-postgresql';

export interface ItemEdited {
  readonly type: 'work_item.updated';
  readonly data: {
    readonly recordId: string;
    readonly set: { readonly title: string };
    readonly old: { readonly title: string };
    readonly personId: string;
    readonly at: string;
  };
}

/**
 * Appends alone: one event to one stream, with the version it is expected at, as a command handler of Emmett ends.
 * Nothing is read, decided or checked before, and no state is kept beside the events.
 */
export class EmmettAppends {
  readonly #store: PostgresEventStore;
  readonly #streams: { readonly name: string; version: bigint }[][];
  #count = 0;

  constructor(store: PostgresEventStore, clients: number, streamsEach: number, run: number) {
    this.#store = store;
    this.#streams = Array.from({ length: clients }, (_, client) =>
      Array.from({ length: streamsEach }, (_unused, index) => ({
        name: `work_item-${run}-${client}-${index}`,
        version: 0n,
      })),
    );
  }

  async append(client: number): Promise<void> {
    const streams = this.#streams[client] ?? [];
    this.#count += 1;
    const stream = streams[this.#count % streams.length];
    if (!stream) throw new RangeError('There is no such client.');
    const options = stream.version > 0n ? { expectedStreamVersion: stream.version } : undefined;
    const done = await this.#store.appendToStream<ItemEdited>(
      stream.name,
      [itemEdited(`A title that says it better, number ${this.#count}`)],
      options,
    );
    stream.version = done.nextExpectedStreamVersion;
  }
}

export function itemEdited(title: string): ItemEdited {
  return {
    type: 'work_item.updated',
    data: {
      recordId: '019a0000-0000-7000-8000-000000000000',
      set: { title },
      old: { title: 'A title that could be better' },
      personId: '019a0000-0000-7000-8000-000000000001',
      at: new Date().toISOString(),
    },
  };
}
