import { setTimeout as pause } from 'node:timers/promises';
import { SeededRandom } from '../simulation/seeded-random.ts';
import { type FaultyProxy, faultyProxy } from './faulty-proxy.ts';
import { type History, newHistory } from './history.ts';
import type { House } from './house.ts';
import { type Step, scheduleOf, type Trouble } from './schedule.ts';
import { Worker } from './worker.ts';

export interface NemesisOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly clients: number;
}

/** People at work, and everything that can go wrong around them, from one seed. */
export class Nemesis {
  readonly history: History = newHistory();
  readonly workers: Worker[] = [];
  /** What happened when, for whoever has to find out why. */
  readonly story: string[] = [];
  readonly #house: House;
  readonly #lines: FaultyProxy[] = [];
  readonly #schedule: readonly Step[];
  readonly #startedAt = Date.now();
  /** What heals by itself after a while. */
  #healing: Promise<unknown>[] = [];

  private constructor(house: House, options: NemesisOptions) {
    this.#house = house;
    const random = new SeededRandom(options.seed);
    this.#schedule = scheduleOf(random.fork(), {
      seconds: options.seconds,
      redis: house.redis !== undefined,
    });
  }

  static async begin(house: House, options: NemesisOptions): Promise<Nemesis> {
    const nemesis = new Nemesis(house, options);
    const random = new SeededRandom(options.seed + 1);
    for (let at = 0; at < options.clients; at++) {
      const line = await faultyProxy(() => house.someNode());
      nemesis.#lines.push(line);
      const { projectId } = house;
      const { history } = nemesis;
      const seat = house.seat(line.url);
      nemesis.workers.push(new Worker({ name: `c${at}`, seat, projectId, history, random: random.fork() }));
    }
    return nemesis;
  }

  /** Lets everything happen, then heals it all; resolves when nothing goes wrong any more. */
  async run(): Promise<void> {
    for (const worker of this.workers) worker.work();
    for (const { afterMs, trouble } of this.#schedule) {
      await pause(afterMs);
      this.story.push(`${Date.now() - this.#startedAt} ${JSON.stringify(trouble)}`);
      await this.#strike(trouble);
    }
    for (const worker of this.workers) worker.stop();
    await Promise.all(this.#healing);
    for (const line of this.#lines) line.heal();
    for (const node of this.#house.nodes) await node.start();
    for (const { client } of this.workers) {
      client.setOnline(true);
      client.reconnect();
    }
    this.story.push(`${Date.now() - this.#startedAt} all is healed`);
  }

  async close(): Promise<void> {
    for (const worker of this.workers) await worker.close();
    for (const line of this.#lines) await line.close();
  }

  async #strike(trouble: Trouble): Promise<void> {
    const { nodes, cluster, redis } = this.#house;
    switch (trouble.kind) {
      case 'killServer':
      case 'stopServer': {
        // One of them always stays, or there would be nothing to see.
        const up = nodes.filter(({ isUp }) => isUp);
        const node = up[trouble.server % up.length];
        if (!node || up.length < 2) return;
        const signal = trouble.kind === 'killServer' ? 'SIGKILL' : 'SIGTERM';
        this.#later(async () => {
          const wrong = await node.end(signal);
          if (wrong !== undefined) this.history.anomalies.push(wrong);
          await pause(trouble.forMs);
          await node.start();
        });
        return;
      }
      case 'freezeServer': {
        const node = nodes[trouble.server % nodes.length];
        node?.signal('SIGSTOP');
        this.#later(async () => {
          await pause(trouble.forMs);
          node?.signal('SIGCONT');
        });
        return;
      }
      case 'killBackend':
        await cluster.killBackend();
        return;
      case 'crashPostgres':
        await cluster.crash();
        return;
      case 'killRedis':
        this.#later(async () => {
          await redis?.kill();
          await pause(500);
          await redis?.start();
        });
        return;
      case 'restartClient':
        await this.workers[trouble.client % this.workers.length]?.restart();
        return;
      default:
        this.#disturb(trouble);
    }
  }

  #disturb(trouble: Extract<Trouble, { client: number }>): void {
    const at = trouble.client % this.workers.length;
    const [line, worker] = [this.#lines[at], this.workers[at]];
    if (!line || !worker || trouble.kind === 'restartClient') return;
    if (trouble.kind === 'halveFrame') {
      line.halve(trouble.from);
      return;
    }
    if (trouble.kind === 'cutLine') {
      line.cut();
      line.refuse();
    } else if (trouble.kind === 'swallow') line.swallow();
    else if (trouble.kind === 'slowLine') line.delay(200);
    else worker.client.setOnline(false);
    this.#later(async () => {
      await pause(trouble.forMs);
      line.heal();
      worker.client.setOnline(true);
    });
  }

  #later(work: () => Promise<void>): void {
    this.#healing.push(work());
  }
}
