import { createComment, createWorkItem, moveWorkItem, updateWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import type { Client, Sent } from '@atrium/sync/client';

const OPEN_PER_CLIENT = 8;

/** People at work: every client keeps some commands under way until told to stop. */
export class Writers {
  readonly sent: Sent[] = [];
  #acked = 0;
  #stopped = false;
  #wake: (() => void)[] = [];
  readonly #loops: Promise<void>[];

  constructor(clients: readonly Client[], projectId: string) {
    this.#loops = clients.flatMap((client) =>
      Array.from({ length: OPEN_PER_CLIENT }, (_, lane) => this.#work(client, projectId, lane)),
    );
  }

  /** Resolves when `count` more commands were answered: something is under way whenever it does. */
  async acks(count: number): Promise<void> {
    const enough = this.#acked + count;
    while (this.#acked < enough) await new Promise<void>((wake) => this.#wake.push(wake));
  }

  /** Starts nothing more; resolves when everything was answered. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#loops);
  }

  async #work(client: Client, projectId: string, lane: number): Promise<void> {
    for (let turn = lane; !this.#stopped; turn++) {
      const sent = client.send(this.#next(client, projectId, turn));
      this.sent.push(sent);
      await sent.receipt.done;
      this.#acked += 1;
      for (const wake of this.#wake.splice(0)) wake();
    }
  }

  /** New items, comments, and changes of whatever is there, whoever made it: conflicts are part of it. */
  #next(client: Client, projectId: string, turn: number) {
    const items = client.store.select({ type: 'work_item' });
    const item = items[(turn * 7) % Math.max(items.length, 1)];
    if (!item || turn % 4 === 0)
      return createWorkItem(newId(), { project: projectId, title: `Item ${turn}` });
    if (turn % 4 === 1) return updateWorkItem(item, { set: { title: `Changed ${turn}` } });
    if (turn % 4 === 2) return moveWorkItem(item, { status: turn % 8 === 2 ? 'done' : 'todo' });
    return createComment(newId(), { subject: item.id, body: `Comment ${turn}` });
  }
}
