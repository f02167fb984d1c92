import {
  type CommandDraft,
  createComment,
  createWorkItem,
  deleteWorkItem,
  moveWorkItem,
  projectScope,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { decodeServerFrame, newId } from '@atrium/protocol';
import {
  type Client,
  type ClientStorage,
  memoryStorage,
  type Sent,
  socketsThrough,
} from '@atrium/sync/client';
import { WebSocket } from 'ws';
import { openClient, type Seat } from '../live/open-client.ts';
import type { SeededRandom } from '../simulation/seeded-random.ts';
import { type Answer, type History, type Issued, isSame, Watermarks } from './history.ts';

export interface WorkerOptions {
  readonly name: string;
  readonly seat: Seat;
  readonly projectId: string;
  readonly history: History;
  readonly random: SeededRandom;
}

/** Enough that a crash always finds something under way, and few enough that the log stays readable. */
const MOST_OPEN = 6;

/** Refusals of the moment: the client sends the same command again. */
const PASSING: ReadonlySet<string> = new Set(['UNAVAILABLE', 'RATE_LIMITED', 'UNAUTHENTICATED']);

/** Somebody at work, who writes down what was done, told and seen. */
export class Worker {
  readonly name: string;
  /** What it found to differ from the log: there is nothing to be found. */
  readonly repairs: string[] = [];
  /** How often it compared. */
  digests = 0;
  readonly #options: WorkerOptions;
  readonly #storage: ClientStorage;
  #client: Client;
  readonly #issued = new Map<string, Issued>();
  /** Not settled here yet. */
  readonly #open = new Map<string, Issued>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    this.name = options.name;
    this.#options = options;
    const memory = memoryStorage();
    const marks = new Watermarks(options.history, `${options.name}'s disk`);
    this.#storage = {
      ...memory,
      writeConfirmed: (change) => {
        for (const [scope, position] of change.positions) {
          if (position === undefined) marks.forget(scope);
          else marks.see(scope, position);
        }
        for (const [id, record] of change.records) {
          if (record) marks.see(`the version of ${id}`, record.version);
        }
        return memory.writeConfirmed(change);
      },
      // Kept for the next run.
      close: async () => undefined,
    };
    this.#client = this.#start();
  }

  get client(): Client {
    return this.#client;
  }

  work(): void {
    const { random } = this.#options;
    this.#timer = setTimeout(
      () => {
        if (this.#open.size < MOST_OPEN) this.#act();
        this.work();
      },
      random.between(10, 80),
    );
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  /** As closing the app and opening it again: the disk stays. */
  async restart(): Promise<void> {
    await this.#client.close();
    this.#client = this.#start();
    await this.#client.ready;
    // What the run before did not hear of, this one does.
    for (const issued of this.#open.values()) {
      const receipt = this.#client.receipt(issued.commandId);
      if (receipt) this.#follow(issued, receipt);
    }
  }

  async close(): Promise<void> {
    this.stop();
    await this.#client.close();
  }

  #start(): Client {
    const { seat, projectId, history, name } = this.#options;
    const headers = { cookie: seat.cookie, origin: seat.url };
    const openSocket = socketsThrough((address) => new WebSocket(address, { headers }));
    const client = openClient(seat, {
      storage: this.#storage,
      openSocket: (url, handlers) =>
        openSocket(url, {
          ...handlers,
          onFrame: (bytes) => {
            this.#heard(bytes);
            handlers.onFrame(bytes);
          },
        }),
      fetch: async (address, init) => {
        const response = await fetch(address, {
          ...init,
          headers: { ...init.headers, ...headers },
        } as RequestInit);
        if (response.ok && address.includes('/api/v1/digests')) this.digests++;
        return response;
      },
      checks: { firstMs: 700, everyMs: 1_500, quietMs: 50 },
    });
    client.subscribe(WORKSPACE_SCOPE);
    client.subscribe(projectScope(projectId));
    const marks = new Watermarks(history, name);
    const view = client.store.view({ type: 'work_item' });
    view.subscribe(() => {
      for (const { id, version } of view.get()) marks.see(`the version of ${id}`, version);
    });
    client.onEvent((event) => {
      if (event.kind === 'repaired') this.repairs.push(`${name}: ${JSON.stringify(event)}`);
      if (event.kind !== 'refused') return;
      const { command, refusal } = event;
      this.#settle(command.id, { kind: 'refused', at: history.next(), code: refusal.code });
      // Nobody is there to decide: it is given up, with what built on it.
      queueMicrotask(() => {
        for (const id of client.attention.drop(command.id))
          this.#settle(id, { kind: 'dropped', at: history.next() });
      });
    });
    return client;
  }

  #act(): void {
    const { history } = this.#options;
    const draft = this.#draft();
    const issuedAt = history.next();
    const sent = this.#client.send(draft);
    const issued: Issued = {
      client: this.name,
      commandId: sent.command.id,
      recordId: draft.recordId,
      name: draft.name,
      issuedAt,
      answer: undefined,
    };
    history.issued.push(issued);
    this.#open.set(issued.commandId, issued);
    this.#issued.set(issued.commandId, issued);
    this.#follow(issued, sent.receipt);
  }

  #follow(issued: Issued, { state, done }: Sent['receipt']): void {
    const { history } = this.#options;
    void done.then(() => this.#open.delete(issued.commandId));
    state.subscribe(() => {
      if (state.get().step === 'dropped')
        this.#settle(issued.commandId, { kind: 'dropped', at: history.next() });
    });
  }

  /** What the server says counts, not what the client makes of it. */
  #heard(bytes: Uint8Array): void {
    const decoded = decodeServerFrame(bytes);
    if (!decoded.ok) return;
    const { frame } = decoded;
    if (frame.kind !== 'ack' && frame.kind !== 'refused') return;
    if (frame.kind === 'refused' && PASSING.has(frame.refusal.code)) return;
    const at = this.#options.history.next();
    const { commandId } = frame;
    if (frame.kind === 'refused') this.#settle(commandId, { kind: 'refused', at, code: frame.refusal.code });
    else {
      const { firstPosition: first, lastPosition: last, version } = frame;
      this.#settle(commandId, { kind: 'acked', at, first, last, version });
    }
  }

  /** The same id always has the same outcome. */
  #settle(commandId: string, answer: Answer): void {
    this.#open.delete(commandId);
    const issued = this.#issued.get(commandId);
    if (!issued) return;
    const before = issued.answer;
    issued.answer ??= answer;
    if (before && answer.kind !== 'dropped' && !isSame(before, answer)) {
      const told = `${JSON.stringify(before)}, then ${JSON.stringify(answer)}`;
      this.#options.history.anomalies.push(`${this.name} was told of ${commandId}: ${told}`);
    }
  }

  #draft(): CommandDraft {
    const { random, projectId } = this.#options;
    const items = this.#client.store.select({ type: 'work_item' });
    const choice = random.below(100);
    const item = items.length > 0 ? random.pick(items) : undefined;
    if (!item || choice < 15)
      return createWorkItem(newId(), { project: projectId, title: `${this.name} ${choice}` });
    if (choice < 55) return updateWorkItem(item, { set: { title: `${this.name} ${random.below(1_000)}` } });
    if (choice < 75) return moveWorkItem(item, { status: random.pick(['todo', 'in_progress', 'done']) });
    if (choice < 85) return updateWorkItem(item, { set: { estimate: random.between(1, 13) } });
    if (choice < 96) return createComment(newId(), { subject: item.id, body: `${this.name} says ${choice}` });
    return deleteWorkItem(item);
  }
}
