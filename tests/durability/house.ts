import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine } from '@atrium/engine';
import { temporaryDirectory } from '@atrium/engine/testing';
import type { Client } from '@atrium/sync/client';
import { lookInto } from '../live/look-into.ts';
import { openInProject, setUpWorkspace } from '../live/set-up-workspace.ts';
import { type SpawnedServer, spawnServer } from '../live/spawn-server.ts';

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

export async function openHouse(): Promise<House> {
  const directory = await temporaryDirectory();
  const dataDir = join(directory.path, 'data');
  let server = await spawnServer(dataDir);
  const { url } = server;
  const port = Number(new URL(url).port);
  const { tenantId, slug, projectId, seat } = await setUpWorkspace(url, 'Durable');
  const clients: Client[] = [];
  const open = async () => {
    const client = await openInProject(seat, projectId);
    clients.push(client);
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
    look: (work) => lookInto({ dataDir }, work),
    async close() {
      for (const client of clients) await client.close();
      server.kill('SIGCONT');
      server.kill('SIGTERM');
      await server.done;
      await directory.remove();
    },
  };
}
