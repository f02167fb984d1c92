import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { temporaryDirectory, testDatabase } from '@atrium/engine/testing';
import { IDENTITY_MIGRATIONS } from '@atrium/identity';
import { contract } from '@atrium/protocol/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readSettings } from './settings.ts';
import { startServer } from './start-server.ts';
import { type TestServer, type TestUser, testServer } from './testing/test-server.ts';

let server: TestServer;
let owner: TestUser;

beforeAll(async () => {
  server = await testServer();
  ({ owner } = await server.createWorkspace());
});
afterAll(() => server.close());

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, {
    ...init,
    headers: { origin: server.url, cookie: owner.cookie, ...(init.headers as Record<string, string>) },
  });
const post = (path: string, body: BodyInit, type = 'application/json') =>
  ask(path, { method: 'POST', body, headers: { 'content-type': type } });

/** Every refusal has a code for programs and a sentence for people, and says nothing of our insides. */
async function expectRefusal(response: Response, status: number, code: string): Promise<void> {
  const text = await response.text();
  expect(response.status, text).toBe(status);
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(JSON.parse(text)).toMatchObject({ code, message: expect.stringMatching(/\w/) });
  expect(text).not.toMatch(/node_modules|\bat .*\.ts:|SELECT |stack/);
}

interface Operation {
  readonly summary?: string;
  readonly tags?: string[];
  readonly operationId?: string;
  readonly parameters?: { name: string; in: string; required?: boolean; schema?: object }[];
  readonly requestBody?: { content: Record<string, { schema: object }> };
  readonly responses?: Record<string, { content?: Record<string, { schema?: object }> }>;
}
interface Description {
  readonly openapi: string;
  readonly info: { title: string; version: string };
  readonly paths: Record<string, Record<string, Operation>>;
}

const ROUTES = Object.values(contract).flatMap((group) =>
  Object.values(group as Record<string, { '~orpc': { route: { method?: string; path?: string } } }>).map(
    (leaf) => leaf['~orpc'].route,
  ),
);

async function description(): Promise<Description> {
  return (await (await ask('/api/openapi.json')).json()) as Description;
}

describe('the description of the API', () => {
  test('is OpenAPI 3.1 and holds every route of the contract', async () => {
    const { openapi, info, paths } = await description();
    expect(openapi).toMatch(/^3\.1\./);
    expect(info.title).toBe('Atrium API');
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(described.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  });

  test('says of every route who may ask, what for, with which parameters, and what comes back', async () => {
    const { paths } = await description();
    const ids = new Set<string>();
    for (const [path, item] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(item)) {
        const at = `${method} ${path}`;
        expect(operation.summary, at).toMatch(/\w{3}/);
        expect(['public', 'session', 'member'], at).toContain(operation.tags?.[0]);
        expect(ids.has(operation.operationId ?? ''), at).toBe(false);
        ids.add(operation.operationId ?? '');
        const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
        const told = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
        expect(told.map(({ name }) => name).sort(), at).toEqual(inPath.sort());
        expect(
          told.every(({ required }) => required === true),
          at,
        ).toBe(true);
        expect(operation.responses?.['200']?.content?.['application/json']?.schema, at).toBeTypeOf('object');
      }
    }
  });

  test('refers to nothing that is not in it', async () => {
    const whole = await description();
    const references = [...JSON.stringify(whole).matchAll(/"\$ref":"#\/([^"]+)"/g)].map(
      ([, path = '']) => path,
    );
    for (const path of references) {
      const found = path
        .split('/')
        .reduce<unknown>((at, name) => (at as Record<string, unknown>)?.[name], whole);
      expect(found, path).toBeTypeOf('object');
    }
  });

  test('can be read as a page, without a script', async () => {
    const response = await ask('/api/docs');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const page = await response.text();
    for (const { path } of ROUTES) expect(page).toContain(path);
    expect(page).not.toMatch(/<script|javascript:|onload=/i);
  });
});

describe('what every answer carries', () => {
  const PATHS = [
    '/',
    '/api/docs',
    '/api/openapi.json',
    '/api/v1/auth/me',
    '/api/v1/nothing',
    '/api/auth/nothing',
  ];
  test.each([...PATHS, '/health', '/some/page'])('%s', async (path) => {
    const { headers } = await ask(path);
    const policy = headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'self'",
      "script-src 'self'",
      "object-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'self'",
      "form-action 'self'",
    ]) {
      expect(policy).toContain(part);
    }
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).not.toBeNull();
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    // A first visit over plain HTTP must not lock a browser out of it.
    expect(headers.get('strict-transport-security')).toBeNull();
  });
});

describe('what is asked wrongly', () => {
  test('unknown addresses and methods', async () => {
    await expectRefusal(await ask('/api/v1/nothing'), 404, 'NOT_FOUND');
    await expectRefusal(await ask('/api/nothing'), 404, 'NOT_FOUND');
    await expectRefusal(await ask('/api/auth/nothing'), 404, 'NOT_FOUND');
    await expectRefusal(await post('/api/v1/records', '{}'), 404, 'NOT_FOUND');
    await expectRefusal(await ask('/somewhere', { method: 'DELETE' }), 404, 'NOT_FOUND');
    await expectRefusal(await ask('/api/v1/%E0%A4%A'), 400, 'INVALID_INPUT');
  });

  test('bodies that are too large, no JSON, or of another type', async () => {
    const large = JSON.stringify({ commands: [{ text: 'x'.repeat(5 * 1024 * 1024) }] });
    await expectRefusal(await post('/api/v1/sync', large), 413, 'LIMIT_EXCEEDED');
    for (const broken of ['{', '', 'null', '[]', '"text"', '{"commands":', '\u0000', '{"__proto__":1}']) {
      await expectRefusal(await post('/api/v1/sync', broken), 400, 'INVALID_INPUT');
    }
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x']) {
      const response = await post('/api/v1/sync', '<a/>', type);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status).toBeLessThan(500);
      expect(await response.json()).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    }
  });

  test('accounts: refusals have the same shape', async () => {
    const signIn = (body: string) => post('/api/auth/sign-in/email', body);
    const wrong = JSON.stringify({ email: owner.email, password: 'not the password' });
    const unknown = JSON.stringify({ email: 'nobody@test.example', password: 'not the password' });
    const answers = [];
    for (const body of [wrong, unknown]) {
      const response = await signIn(body);
      expect(response.status).toBe(401);
      answers.push(await response.json());
    }
    // Who has an account here is nobody's business.
    expect(answers[0]).toEqual(answers[1]);
    expect(answers[0]).toMatchObject({ code: expect.any(String), message: expect.any(String) });
    for (const body of ['{', '', 'null', '{"email":{"$gt":""},"password":[]}']) {
      const response = await signIn(body);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(response.status, body).toBeLessThan(500);
    }
    const signUp = await post(
      '/api/auth/sign-up/email',
      JSON.stringify({ name: 'Eve', email: 'eve@test.example', password: 'long enough it is' }),
    );
    expect(signUp.status).toBeGreaterThanOrEqual(400);
    expect(signUp.status).toBeLessThan(500);
  });

  test('HEAD answers as GET does, without a body; OPTIONS lets no other origin in', async () => {
    const head = await ask('/api/openapi.json', { method: 'HEAD' });
    expect(head.status).toBe(200);
    expect(await head.text()).toBe('');
    const preflight = await ask('/api/v1/sync', {
      method: 'OPTIONS',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(preflight.status).toBeLessThan(500);
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
  });
});

test('a session that has run out is none: 401 for requests, whatever the cookie says', async () => {
  const workspace = await server.createWorkspace();
  const me = () => ask('/api/v1/auth/me', { headers: { cookie: workspace.owner.cookie } });
  expect((await me()).status).toBe(200);
  await server.services.database.control((tx) =>
    tx.query("UPDATE auth_session SET expires_at = now() - interval '1 second' WHERE user_id = $1", [
      workspace.owner.userId,
    ]),
  );
  await expectRefusal(await me(), 401, 'UNAUTHENTICATED');
});

test('sign-ins are limited by address: 429 with a code, and how long to wait', async () => {
  const limited = await testServer(undefined, { limitSignIns: true });
  const attempt = () =>
    fetch(`${limited.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: limited.url },
      body: JSON.stringify({ email: 'nobody@test.example', password: 'guess after guess' }),
    });
  const statuses: number[] = [];
  let last = await attempt();
  while (last.status !== 429 && statuses.length < 20) {
    statuses.push(last.status);
    last = await attempt();
  }
  expect(statuses).toEqual(Array.from({ length: 10 }, () => 401));
  expect(Number(last.headers.get('retry-after') ?? last.headers.get('x-retry-after'))).toBeGreaterThan(0);
  await expectRefusal(last, 429, 'RATE_LIMITED');
  // What does not guess passwords goes on.
  expect((await fetch(`${limited.url}/health/live`)).status).toBe(200);
  await limited.close();
});

describe('while the database is away', () => {
  let line: { readonly folder: string; cut(): void; restore(): void; close(): Promise<void> };
  let url: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    const directory = await temporaryDirectory();
    const db = await testDatabase({ migrations: [IDENTITY_MIGRATIONS] });
    const { connection } = db.postgres;
    line = await lineTo(
      join(String(connection.host), `.s.PGSQL.${connection.port}`),
      directory.path,
      Number(connection.port),
    );
    const postgres = { ...db.postgres, connection: { ...connection, host: line.folder } };
    const settings = readSettings({ port: 0, dataDir: directory.path, logLevel: 'silent' }, {});
    const running = await startServer(settings, { postgres });
    url = running.url;
    close = async () => {
      line.restore();
      await running.close();
      await line.close();
      await db.close();
      await directory.remove();
    };
  });
  afterAll(() => close());

  test('the process lives, is not ready, refuses with 503, and comes back by itself', async () => {
    const health = async () => {
      const paths = ['/health/live', '/health/ready', '/health'];
      return Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`)).status));
    };
    expect(await health()).toEqual([200, 200, 200]);
    line.cut();
    expect(await health()).toEqual([200, 503, 503]);
    expect(await (await fetch(`${url}/health`)).json()).toMatchObject({ database: 'unavailable' });
    await expectRefusal(await fetch(`${url}/api/v1/setup`), 503, 'UNAVAILABLE');
    const page = await fetch(`${url}/api/docs`);
    expect(page.status).toBe(200);
    line.restore();
    await expect.poll(health, { timeout: 20_000 }).toEqual([200, 200, 200]);
    expect(await (await fetch(`${url}/api/v1/setup`)).json()).toEqual({ needed: true });
  });
});

/** A line to PostgreSQL that a test can cut. */
async function lineTo(socketPath: string, folder: string, port: number) {
  const open = new Set<Socket>();
  let isCut = false;
  const proxy: Server = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = connect(socketPath);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        open.delete(from);
        to.destroy();
      });
    }
  });
  proxy.listen(join(folder, `.s.PGSQL.${port}`));
  await once(proxy, 'listening');
  return {
    folder,
    cut() {
      isCut = true;
      for (const socket of open) socket.destroy();
    },
    restore() {
      isCut = false;
    },
    async close() {
      for (const socket of open) socket.destroy();
      proxy.close();
      await once(proxy, 'close');
    },
  };
}

describe('stopping', () => {
  test('does not wait for sockets whose other end says nothing any more', async () => {
    const stopping = await testServer();
    const { hostname, port } = new URL(stopping.url);
    const silent = connect(Number(port), hostname);
    silent.on('error', () => undefined);
    await once(silent, 'connect');
    silent.write(
      'GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
        'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer x\r\n\r\n',
    );
    await once(silent, 'data');
    silent.pause();
    const closed = once(silent, 'close');
    await stopping.close();
    silent.resume();
    await closed;
  });

  test('sockets are opened at /ws alone', async () => {
    const { hostname, port } = new URL(server.url);
    const other = connect(Number(port), hostname);
    await once(other, 'connect');
    other.write('GET /other HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    const [answer] = await once(other, 'data');
    expect(String(answer)).toMatch(/^HTTP\/1\.1 404 /);
    other.destroy();
  });
});
