import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Engine } from '@atrium/engine';
import {
  findRedis,
  type RestartableCluster,
  restartableCluster,
  type TestRedis,
  temporaryDirectory,
  testRedis,
} from '@atrium/engine/testing';
import { lookInto } from '../live/look-into.ts';
import type { Seat } from '../live/open-client.ts';
import { setUpWorkspace } from '../live/set-up-workspace.ts';
import { type SpawnedServer, spawnServer } from '../live/spawn-server.ts';

/** Real processes: servers on one PostgreSQL, and a Redis between them where the machine has one. */
export interface House {
  readonly nodes: readonly Node[];
  readonly cluster: RestartableCluster;
  readonly redis: TestRedis | undefined;
  readonly projectId: string;
  readonly tenantId: string;
  /** Of the owner, by way of this address. */
  seat(url: string): Seat;
  /** A port of a server that is up, by turns. */
  someNode(): number | undefined;
  /** A look into the store beside the servers. */
  look<T>(work: (engine: Engine) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** A server that may be down. */
export class Node {
  readonly port: number;
  readonly #start: (port: number) => Promise<SpawnedServer>;
  #server: SpawnedServer | undefined;
  #starting: Promise<void> | undefined;

  constructor(server: SpawnedServer, start: (port: number) => Promise<SpawnedServer>) {
    this.#server = server;
    this.port = Number(new URL(server.url).port);
    this.#start = start;
  }

  get isUp(): boolean {
    return this.#server !== undefined;
  }

  signal(signal: NodeJS.Signals): void {
    this.#server?.kill(signal);
  }

  /** Resolves when it is gone, with what is wrong with the way it went. */
  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<string | undefined> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return undefined;
    const before = server.process.exitCode;
    server.kill('SIGCONT');
    server.kill(signal);
    const { code, stderr } = await server.done;
    const tail = stderr.trim().split('\n').slice(-12).join('\n');
    if (before !== null) return `A server ended by itself with ${before}: ${tail}`;
    return signal === 'SIGTERM' && code !== 0 ? `A server stopped with ${code}: ${tail}` : undefined;
  }

  async start(): Promise<void> {
    if (this.#server) return;
    this.#starting ??= supervised(() => this.#start(this.port))
      .then((server) => {
        this.#server = server;
      })
      .finally(() => {
        this.#starting = undefined;
      });
    await this.#starting;
  }
}

/** Starts again what could not start because PostgreSQL was away at that moment, as a supervisor does. */
async function supervised(start: () => Promise<SpawnedServer>): Promise<SpawnedServer> {
  for (let tries = 0; ; tries++) {
    const server = await start();
    if (URL.canParse(server.url)) return server;
    const { code, stderr } = await server.done;
    if (code !== UNAVAILABLE || tries > 50) throw new Error(`It does not start (${code}): ${stderr}`);
  }
}

const UNAVAILABLE = 4;

export async function openHouse(servers: number): Promise<House> {
  const directory = await temporaryDirectory();
  const cluster = await restartableCluster();
  const redis = findRedis() ? await testRedis() : undefined;
  const env = {
    DATABASE_URL: cluster.url,
    ATRIUM_SECRET: randomBytes(32).toString('base64url'),
    ...(redis && { REDIS_URL: redis.url }),
  };
  const startAt = (at: number) => (port: number) => {
    return spawnServer(join(directory.path, `node-${at}`), { port, env });
  };
  // At once: whoever migrates first, the others wait for it.
  const nodes = await Promise.all(
    Array.from({ length: servers }, async (_, at) => new Node(await startAt(at)(0), startAt(at))),
  );
  const url = `http://127.0.0.1:${nodes[0]?.port}`;

  const { tenantId, projectId, seat } = await setUpWorkspace(url, 'Nemesis');

  let turn = 0;
  return {
    nodes,
    cluster,
    redis,
    projectId,
    tenantId,
    seat: (at) => ({ ...seat, url: at }),
    someNode() {
      const up = nodes.filter(({ isUp }) => isUp);
      turn++;
      return up[turn % up.length]?.port;
    },
    look: (work) => lookInto({ dataDir: directory.path, databaseUrl: cluster.url }, work),
    async close() {
      await Promise.all(nodes.map((node) => node.end('SIGKILL')));
      await redis?.close();
      await cluster.close();
      await directory.remove();
    },
  };
}
