import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { Redis } from 'ioredis';

/** A Redis of a test's own, on a free port. It keeps nothing. */
export interface TestRedis {
  readonly url: string;
  readonly port: number;
  /** Ends it without a word; `start` brings another one, empty, at the same address. */
  kill(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** The program, or undefined where the machine has none. */
export function findRedis(): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'redis-server'));
  return places.find((place) => existsSync(place));
}

export async function testRedis(): Promise<TestRedis> {
  const program = findRedis();
  if (!program) throw new Error('This machine has no redis-server');
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let running: ChildProcess | undefined;

  const kill = async () => {
    if (!running || running.exitCode !== null || running.signalCode !== null) return;
    const ended = once(running, 'exit');
    running.kill('SIGKILL');
    await ended;
  };
  const start = async () => {
    const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
    running = spawn(program, settings, { stdio: 'ignore' });
    const client = new Redis(url, { lazyConnect: true, retryStrategy: () => 20, maxRetriesPerRequest: 500 });
    client.on('error', () => undefined);
    await client.ping();
    client.disconnect();
  };
  await start();
  return { url, port, kill, start, close: kill };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || address === null) throw new Error('No port is free');
  return address.port;
}
