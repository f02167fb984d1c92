import { createPerson, createProject } from '@atrium/model';
import { createSyncServer, type SyncServer } from '@atrium/sync/server';
import { MemoryEngine } from './memory-engine.ts';
import { SeededRandom } from './seeded-random.ts';
import { SimulatedBrowser } from './simulated-browser.ts';
import { SimulatedClient } from './simulated-client.ts';
import { VirtualTime } from './virtual-time.ts';

export interface SimulationOptions {
  readonly seed: number;
  readonly rounds: number;
  readonly clients?: number;
  /** Clients compare what they hold with the log. */
  readonly checks?: boolean;
  /** The same, and disks do not hold what was written. */
  readonly corruption?: boolean;
  /** The first three clients are tabs of one person in one browser. */
  readonly tabs?: boolean;
}

const TABS = 3;

/** People, devices, a server and a network, all of them unreliable, all from one seed. */
export class Simulation {
  readonly time = new VirtualTime();
  readonly engine: MemoryEngine;
  readonly clients: SimulatedClient[] = [];
  /** What happened, for whoever has to find out why. */
  readonly story: string[] = [];
  readonly #random: SeededRandom;
  readonly options: SimulationOptions;
  #server: SyncServer | undefined;
  #browser: SimulatedBrowser | undefined;

  constructor(options: SimulationOptions) {
    this.options = options;
    this.#random = new SeededRandom(options.seed);
    this.engine = new MemoryEngine(this.time, this.#random.fork());
    this.#startServer();
    const { world } = this.engine;
    const people = [world.owner];
    for (const role of ['admin', 'agent', 'agent'] as const) {
      const id = world.newId();
      world.run(createPerson(id, { name: role, role }), { via: 'system' });
      people.push(id);
    }
    const projects = ['ATR', 'OPS'].map((key) => world.run(createProject(world.newId(), { key, name: key })));
    if (options.tabs) this.#browser = new SimulatedBrowser(this.time, this.#random);
    for (let index = 0; index < (options.clients ?? 4); index++) {
      const browser = index < TABS ? this.#browser : undefined;
      const personId = people[browser ? 0 : index % people.length] ?? world.owner;
      const name = `c${index}`;
      const { time } = this;
      this.clients.push(
        new SimulatedClient(
          {
            name,
            time,
            random: this.#random.fork(),
            server: () => this.#server,
            tenantId: world.tenantId,
            personId,
            browser,
            isChecked: (options.checks || options.corruption) ?? false,
          },
          projects,
        ),
      );
    }
  }

  async run(): Promise<void> {
    for (let round = 0; round < this.options.rounds; round++) {
      this.#round(round);
      await this.time.advance(this.#random.below(this.#random.chance(0.1) ? 400 : 25));
      if (this.options.corruption && this.#random.chance(0.01)) await this.#spoilOne(round);
    }
    // The last word is the disk's.
    if (this.options.corruption) for (const client of this.clients) await client.crashSpoiled();
    await this.#calm();
  }

  #round(round: number): void {
    const random = this.#random;
    const client = random.pick(this.clients);
    const { wire, name } = client;
    const tell = (what: string) => this.story.push(`${round} ${this.time.now()} ${name} ${what}`);
    const choice = random.below(1_000);
    if (choice < 8) {
      wire.cut();
      tell('loses the connection');
    } else if (choice < 14) {
      wire.partitioned = !wire.partitioned;
      wire.cut();
      tell(wire.partitioned ? 'is cut off' : 'is back');
    } else if (choice < 18) {
      client.crash();
      tell('crashes and starts again');
    } else if (choice < 20) {
      tell('sees the server stop');
      this.#restartServer();
    } else if (choice < 26) {
      wire.lagMs = random.pick([5, 30, 30, 200, 1_500]);
      tell(`has a lag of ${wire.lagMs} ms`);
    } else if (choice < 28) {
      client.client.setOnline(false);
      this.time.setTimer(random.below(2_000), () => client.client.setOnline(true));
      tell('goes offline for a while');
    } else if (this.#browser && choice < 40) {
      tell(this.#disturbTabs(this.#browser, client));
    } else {
      tell(client.act());
    }
  }

  #disturbTabs(browser: SimulatedBrowser, client: SimulatedClient): string {
    const choice = this.#random.below(3);
    if (choice === 0) {
      browser.lossiness = this.#random.pick([0, 0, 0.1, 1]);
      return `makes notices between tabs be lost, ${browser.lossiness}`;
    }
    if (choice === 1) {
      client.client.setFrozen(true);
      return 'is frozen';
    }
    client.client.setFrozen(false);
    return 'thaws';
  }

  async #spoilOne(round: number): Promise<void> {
    const client = this.#random.pick(this.clients);
    this.story.push(`${round} ${this.time.now()} ${client.name} crashes and finds its disk spoiled`);
    await client.crashSpoiled();
  }

  #restartServer(): void {
    const old = this.#server;
    this.#server = undefined;
    if (this.#random.chance(0.5)) {
      // A crash: nobody is told, and what it had not answered stays unanswered.
      for (const { wire } of this.clients) wire.cut();
      void old?.close({ graceMs: 0 });
    } else void old?.close({ graceMs: 500 });
    this.time.setTimer(this.#random.below(3_000), () => this.#startServer());
  }

  #startServer(): void {
    this.#server = createSyncServer({
      engine: this.engine,
      clock: this.time,
      authenticate: () => Promise.reject(new Error('Connections are made by hand here')),
      allowOrigin: () => true,
      limits: { resumeEvents: 60, watermarkEvents: 40, idleTenantMs: 500 },
    });
  }

  /** Heals everything and waits until nothing is left to do. */
  async #calm(): Promise<void> {
    if (this.#browser) this.#browser.lossiness = 0;
    for (const { wire, client } of this.clients) {
      wire.partitioned = false;
      wire.lagMs = 20;
      client.setOnline(true);
      client.setFrozen(false);
    }
    // Long enough for everything to be compared, put right, and compared again.
    const least = this.options.checks || this.options.corruption ? 150 : 10;
    for (let wait = 0; wait < 300; wait++) {
      await this.time.advance(1_000);
      if (wait > least && this.clients.every((client) => isCalm(client))) return;
    }
    const states = this.clients.map((client) => ({
      name: client.name,
      ...client.client.status.get(),
      queue: client.client.queue().map(({ command, state }) => `${command.name} ${state.kind}`),
      scopes: client.scopes.map((scope) => `${scope} ${client.status(scope)}`),
    }));
    throw new Error(`The clients never came to rest: ${JSON.stringify(states, null, 1)}`);
  }
}

function isCalm(client: SimulatedClient): boolean {
  const { unsent, connection } = client.client.status.get();
  if (unsent > 0 || connection !== 'live') return false;
  if (client.client.queue().some(({ state }) => state.kind === 'committed')) return false;
  return client.scopes.every((scope) => ['ready', 'withdrawn'].includes(client.status(scope)));
}
