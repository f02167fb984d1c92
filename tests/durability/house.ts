import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEngine, type Engine, openDatabase, openPostgres } from '@atrium/engine';
import { temporaryDirectory } from '@atrium/engine/testing';
import { IDENTITY_MIGRATIONS } from '@atrium/identity';
import { createProject, projectScope, WORKSPACE_SCOPE } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { signIn } from '@atrium/server/testing';
import type { Client } from '@atrium/sync/client';
import { openClient } from '../live/open-client.ts';
import { type SpawnedServer, spawnServer } from '../live/spawn-server.ts';
import { until } from '../live/until.ts';

/** A server process on a data directory of its own, with one workspace and one project, and clients of it. */
export interface House {
  readonly dataDir: string;
  readonly url: string;
  readonly tenantId: string;
  readonly slug: string;
  readonly projectId: string;
  readonly server: SpawnedServer;
  readonly clients: readonly Client[];
  /** One more client, which looks at the workspace and the project. */
  openClient(): Promise<Client>;
  /** Ends the server's process without a word, and starts it again on the same port. */
  crash(): Promise<void>;
  /** Ends PostgreSQL without a word; the server starts it again by itself. Answers which process it was. */
  crashPostgres(): Promise<number>;
  /** A look into the store beside the server. */
  look<T>(work: (engine: Engine) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const OWNER = { name: 'Olga', email: 'olga@test.example', password: 'correct horse battery' };

export async function openHouse(): Promise<House> {
  const directory = await temporaryDirectory();
  const dataDir = join(directory.path, 'data');
  let server = await spawnServer(dataDir);
  const { url } = server;
  const port = Number(new URL(url).port);
  const made = await fetch(`${url}/api/v1/setup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ user: OWNER, workspace: { name: 'Durable', slug: 'durable' } }),
  });
  if (!made.ok) throw new Error(`The set-up failed: ${await made.text()}`);
  const { tenantId, slug } = (await made.json()) as { tenantId: string; slug: string };
  const cookie = await signIn(url, OWNER.email, OWNER.password);
  const me = await fetch(`${url}/api/v1/auth/me`, { headers: { cookie } });
  const { workspaces } = (await me.json()) as { workspaces: { personId: string }[] };
  const personId = workspaces[0]?.personId ?? '';
  const projectId = newId();
  const clients: Client[] = [];

  const open = async () => {
    const client = openClient({ url, tenantId, personId, cookie });
    clients.push(client);
    await until(client.subscribe(WORKSPACE_SCOPE).status, ({ kind }) => kind === 'ready');
    if (clients.length === 1) {
      await client.send(createProject(projectId, { key: 'DUR', name: 'Durable' })).receipt.done;
    }
    await until(client.subscribe(projectScope(projectId)).status, ({ kind }) => kind === 'ready');
    return client;
  };
  await open();

  return {
    dataDir,
    url,
    tenantId,
    slug,
    projectId,
    clients,
    get server() {
      return server;
    },
    openClient: open,
    async crash() {
      server.kill('SIGKILL');
      await server.done;
      server = await spawnServer(dataDir, { port });
      for (const client of clients) client.reconnect();
    },
    async crashPostgres() {
      const file = await readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8');
      const pid = Number(file.split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      return pid;
    },
    async look(work) {
      const postgres = await openPostgres({ dataDir, role: 'tool' });
      const database = await openDatabase(postgres, { migrations: [IDENTITY_MIGRATIONS] });
      const engine = createEngine({ database });
      try {
        return await work(engine);
      } finally {
        await engine.close();
        await database.close();
        await postgres.close();
      }
    },
    async close() {
      for (const client of clients) await client.close();
      server.kill('SIGCONT');
      server.kill('SIGTERM');
      await server.done;
      await directory.remove();
    },
  };
}
