import { WORKSPACE_SCOPE } from '@atrium/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, type TestUser, testServer } from '../testing/test-server.ts';

const RATE = 20;

let server: TestServer;
let owner: TestUser;
let colleague: TestUser;

beforeAll(async () => {
  server = await testServer(undefined, { requestRate: RATE });
  const workspace = await server.createWorkspace();
  owner = workspace.owner;
  colleague = await server.createMember(workspace.tenantId, 'agent');
});
afterAll(() => server.close());

const ask = (path: string, { cookie }: { readonly cookie: string }) =>
  fetch(`${server.url}${path}`, { headers: { cookie } });

test('who asks too often is told to wait, whichever route it is, and nobody else on the same address is', async () => {
  const answers = [];
  for (let asked = 0; asked < RATE + 5; asked++) answers.push(await ask('/api/v1/auth/me', owner));
  expect(answers.map(({ status }) => status)).toEqual([...Array(RATE).fill(200), ...Array(5).fill(429)]);
  const body = (await answers.at(-1)?.json()) as { code: string; data: { retryAfterMs: number } };
  expect(body).toMatchObject({ code: 'RATE_LIMITED', data: { retryAfterMs: expect.any(Number) } });
  const stream = await ask(`/api/v1/bootstrap?scope=${WORKSPACE_SCOPE}`, owner);
  expect(stream.status).toBe(429);
  expect((await ask('/api/v1/auth/me', colleague)).status).toBe(200);
});

test('an address has a rate of its own, whoever asks; health and pages are not part of it', async () => {
  const strangers = [];
  for (let asked = 0; asked < RATE * 5; asked++) strangers.push(await fetch(`${server.url}/api/v1/setup`));
  const last = strangers.at(-1);
  expect(last?.status).toBe(429);
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await last?.json()).toMatchObject({ code: 'RATE_LIMITED', status: 429 });
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  const health = (await (await fetch(`${server.url}/health`)).json()) as object;
  expect(health).toMatchObject({ status: 'ok', bus: { state: 'alone' } });
});

test('signing in is slower still, and counts per address', async () => {
  const guarded = await testServer(undefined, { requestRate: 0, limitSignIns: true });
  try {
    const statuses = [];
    for (let tried = 0; tried < 11; tried++) {
      const answer = await fetch(`${guarded.url}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: guarded.url },
        body: JSON.stringify({ email: 'eve@test.example', password: 'guessed wrongly' }),
      });
      statuses.push(answer.status);
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429]);
  } finally {
    await guarded.close();
  }
});
