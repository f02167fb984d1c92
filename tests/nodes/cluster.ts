import { randomBytes } from 'node:crypto';
import { createEngine, type Engine } from '@atrium/engine';
import {
  findRedis,
  type TcpProxy,
  type TestRedis,
  tcpProxy,
  temporaryDirectory,
  testDatabase,
  testRedis,
} from '@atrium/engine/testing';
import { createIdentity, IDENTITY_MIGRATIONS, joinWorkspace } from '@atrium/identity';
import { newId } from '@atrium/protocol';
import { signIn } from '@atrium/server/testing';
import type { Client } from '@atrium/sync/client';
import { type Balancer, balancer } from '../live/balancer.ts';
import { OWNER, openInProject, setUpWorkspace } from '../live/set-up-workspace.ts';
import { type SpawnedServer, spawnServer } from '../live/spawn-server.ts';

/** Server processes on one database behind one proxy, with a Redis between them where the machine has one. */
export interface Cluster {
  /** Of the proxy. */
  readonly url: string;
  readonly tenantId: string;
  readonly projectId: string;
  readonly nodes: readonly SpawnedServer[];
  /** A look into the store beside the nodes. */
  readonly engine: Engine;
  /** The lines of all nodes to PostgreSQL, and to Redis. */
  readonly toPostgres: TcpProxy;
  readonly toRedis: TcpProxy | undefined;
  readonly redis: TestRedis | undefined;
  /** For the `cookie` header: of the owner, signed in anew. */
  signIn(): Promise<string>;
  /** One more who may work here. */
  createMember(): Promise<{ readonly personId: string; readonly cookie: string }>;
  /** A client that looks at the workspace and the project: through the proxy, or at one node. */
  openClient(at?: number): Promise<Client>;
  /** Starts a node that has ended, on the port it had. */
  restart(at: number): Promise<void>;
  close(): Promise<void>;
}

export async function openCluster(count: number): Promise<Cluster> {
  const directory = await temporaryDirectory();
  const db = await testDatabase({ migrations: [IDENTITY_MIGRATIONS] });
  const engine = createEngine({ database: db.database });
  const { host = '', port, user = '', database = '' } = db.postgres.connection;
  const toPostgres = await tcpProxy(`${host}/.s.PGSQL.${port}`);
  const redis = findRedis() ? await testRedis() : undefined;
  const toRedis = redis && (await tcpProxy(redis.port));
  const secret = randomBytes(32).toString('base64url');
  const env = {
    DATABASE_URL: `postgresql://${user}@127.0.0.1:${toPostgres.port}/${database}`,
    ATRIUM_SECRET: secret,
    ...(toRedis && { REDIS_URL: `redis://127.0.0.1:${toRedis.port}` }),
  };
  const start = (at: number, onPort = 0) => spawnServer(`${directory.path}/${at}`, { port: onPort, env });
  const nodes = await Promise.all(Array.from({ length: count }, (_, at) => start(at)));
  const ports = nodes.map(({ url }) => Number(new URL(url).port));
  const front: Balancer = await balancer(ports);
  const { url } = front;

  const { tenantId, projectId, seat } = await setUpWorkspace(url, 'Nodes');
  const clients: Client[] = [];
  const open = async (at?: number) => {
    const home = at === undefined ? url : (nodes[at]?.url ?? '');
    const client = await openInProject({ ...seat, url: home }, projectId);
    clients.push(client);
    return client;
  };
  await open(0);

  return {
    url,
    tenantId,
    projectId,
    nodes,
    engine,
    toPostgres,
    toRedis,
    redis,
    signIn: () => signIn(url, OWNER.email, OWNER.password),
    async createMember() {
      const identity = createIdentity({ engine, secret, isTrustedOrigin: () => true, secureCookies: false });
      const email = `${newId()}@test.example`;
      const user = await identity.createUser({ name: 'Mia', email, password: OWNER.password });
      if (!user.ok) throw new Error(user.refusal.message);
      const joined = await joinWorkspace(engine, tenantId, user.value, 'agent');
      if (!joined.ok) throw new Error(joined.refusal.message);
      return { personId: joined.value.personId, cookie: await signIn(url, email, OWNER.password) };
    },
    openClient: open,
    async restart(at) {
      nodes[at] = await start(at, ports[at]);
    },
    async close() {
      for (const client of clients) await client.close();
      for (const node of nodes) node.kill('SIGTERM');
      await Promise.all(nodes.map(({ done }) => done));
      await front.close();
      await toRedis?.close();
      await redis?.close();
      await toPostgres.close();
      await engine.close();
      await db.close();
      await directory.remove();
    },
  };
}
