import { temporaryDirectory, testDatabase } from '@atrium/engine/testing';
import { createWorkspace, IDENTITY_MIGRATIONS, joinWorkspace, type Result } from '@atrium/identity';
import type { Role } from '@atrium/model';
import type { RecordId, TenantId } from '@atrium/protocol';
import { newId } from '@atrium/protocol';
import type { Services } from '../services.ts';
import { readSettings } from '../settings.ts';
import { startServer } from '../start-server.ts';

/** A whole server on a free port, over a database of its own in the tests' cluster. */
export interface TestServer {
  readonly url: string;
  readonly services: Services;
  /** A workspace with an owner who can sign in. */
  createWorkspace(name?: string): Promise<{ tenantId: TenantId; slug: string; owner: TestUser }>;
  /** A further member who can sign in. */
  createMember(tenantId: TenantId, role: Role): Promise<TestUser>;
  close(): Promise<void>;
}

export interface TestUser {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  readonly personId: RecordId;
  /** For the `cookie` header. */
  readonly cookie: string;
}

const PASSWORD = 'correct horse battery';

export interface TestServerOptions {
  /** Signs sessions: for several servers over one database. */
  readonly secret?: string;
  readonly limitSignIns?: boolean;
  readonly metricsToken?: string;
  /** None unless told: tests ask more often than people do. */
  readonly requestRate?: number;
}

/** @param webFolder the built web app, where a browser will ask for it */
export async function testServer(
  webFolder?: string,
  { secret, limitSignIns = false, requestRate = 0, metricsToken }: TestServerOptions = {},
): Promise<TestServer> {
  const directory = await temporaryDirectory();
  const db = await testDatabase({ migrations: [IDENTITY_MIGRATIONS] });
  const settings = readSettings(
    { port: 0, dataDir: directory.path, logLevel: 'silent', secret, requestRate, metricsToken },
    {},
  );
  const server = await startServer(settings, {
    postgres: db.postgres,
    limitSignIns,
    ...(webFolder && { webFolder }),
  });
  const { identity, engine } = server.services;

  const createUser = async () => {
    const email = `${newId().slice(-12)}@test.example`;
    const user = orThrow(await identity.createUser({ name: email.slice(0, 6), email, password: PASSWORD }));
    return { ...user, password: PASSWORD, cookie: await signIn(server.url, email, PASSWORD) };
  };
  return {
    url: server.url,
    services: server.services,
    async createWorkspace(name = 'Test') {
      const user = await createUser();
      const { tenantId, slug, personId } = orThrow(await createWorkspace(engine, user, { name }));
      return { tenantId, slug, owner: { ...user, personId } };
    },
    async createMember(tenantId, role) {
      const user = await createUser();
      const { personId } = orThrow(await joinWorkspace(engine, tenantId, user, role));
      return { ...user, personId };
    },
    async close() {
      await server.close();
      await db.close();
      await directory.remove();
    },
  };
}

/** Signs in over HTTP; answers the cookie. */
export async function signIn(url: string, email: string, password: string): Promise<string> {
  const response = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify({ email, password }),
  });
  if (!response.ok) throw new Error(`Sign-in failed with ${response.status}: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.refusal.message);
}
