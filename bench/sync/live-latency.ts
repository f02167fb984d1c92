import { projectScope, updateWorkItem, WORKSPACE_SCOPE } from '@atrium/model';
import type { Client } from '@atrium/sync/client';
import { openLoop } from '../measure/open-loop.ts';
import { isReady, openClient } from './open-client.ts';
import type { ServerReady } from './server-process.ts';

export const WRITERS = 5;
export const READERS = 2;

export interface LiveRun {
  readonly perSecond: number;
  readonly milliseconds: number;
  readonly warmUp: number;
}

export interface LiveFigures {
  /** Milliseconds from one client's call to the changed record in another client's store. */
  readonly visible: readonly number[];
  /** Milliseconds from the call to the sender's knowledge that it is in the log. */
  readonly acknowledged: readonly number[];
}

/** Several people edit one project, each their own items, while others look at it. */
export class LiveLatency {
  readonly #server: ServerReady;
  readonly #writers: Client[];
  readonly #readers: Client[];
  #sequence = 0;

  static async open(server: ServerReady): Promise<LiveLatency> {
    const live = new LiveLatency(server);
    await live.#open();
    return live;
  }

  private constructor(server: ServerReady) {
    this.#server = server;
    const several = (count: number) => Array.from({ length: count }, (_, index) => openClient(server, index));
    this.#writers = several(WRITERS);
    this.#readers = several(READERS);
  }

  async #open(): Promise<void> {
    const scopes = [WORKSPACE_SCOPE, projectScope(this.#server.liveProjectId)];
    const all = [...this.#writers, ...this.#readers];
    await Promise.all(all.flatMap((client) => scopes.map((scope) => isReady(client.subscribe(scope)))));
  }

  async run({ perSecond, milliseconds, warmUp }: LiveRun): Promise<LiveFigures> {
    const visible: number[] = [];
    const acknowledged: number[] = [];
    const sentAt = new Map<string, number>();
    const outcomes: Promise<void>[] = [];
    let counted = 0;
    let seen = 0;
    let allSeen: () => void = () => undefined;
    const stops = this.#readers.flatMap((reader) =>
      this.#server.liveItemIds.map((id) => {
        const record = reader.store.record(id);
        return record.subscribe(() => {
          const sent = sentAt.get(String(record.get()?.fields.title));
          if (sent === undefined) return;
          visible.push(performance.now() - sent);
          seen += 1;
          if (seen === counted * READERS) allSeen();
        });
      }),
    );
    const calls = await openLoop({ perSecond, milliseconds: milliseconds + warmUp }, (number) => {
      const measured = number >= (warmUp * perSecond) / 1_000;
      this.#sequence += 1;
      const title = `Edited live, number ${this.#sequence}`;
      const began = performance.now();
      const done = this.#send(number, title);
      if (!measured) return;
      counted += 1;
      sentAt.set(title, began);
      outcomes.push(done.then(() => void acknowledged.push(performance.now() - began)));
    });
    if (calls === 0) throw new RangeError('Nothing was sent.');
    await Promise.all(outcomes);
    if (seen < counted * READERS) await new Promise<void>((resolve) => (allSeen = resolve));
    for (const stop of stops) stop();
    return { visible, acknowledged };
  }

  async close(): Promise<void> {
    await Promise.all([...this.#writers, ...this.#readers].map((client) => client.close()));
  }

  async #send(number: number, title: string): Promise<void> {
    const { liveItemIds } = this.#server;
    const writer = this.#writers[number % WRITERS];
    const item = writer?.store.get(liveItemIds[number % liveItemIds.length] ?? '');
    if (!writer || !item) throw new Error('The item is not there.');
    const outcome = await writer.send(updateWorkItem(item, { set: { title } })).receipt.done;
    if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
  }
}
