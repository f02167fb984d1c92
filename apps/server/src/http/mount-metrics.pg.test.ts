import { createProject } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, testServer } from '../testing/test-server.ts';

const TOKEN = 'who may read the numbers';

let server: TestServer;
let tenantId: string;

beforeAll(async () => {
  server = await testServer(undefined, { metricsToken: TOKEN });
  const { owner, ...workspace } = await server.createWorkspace();
  ({ tenantId } = workspace);
  const { id, issuedAt } = { id: newId(), issuedAt: new Date().toISOString() };
  const draft = createProject(newId(), { key: 'ONE', name: 'One' });
  const actor = { personId: owner.personId, via: 'web' } as const;
  await server.services.engine.submit(tenantId, actor, { id, issuedAt, ...draft });
});
afterAll(() => server.close());

const read = (authorization?: string) =>
  fetch(`${server.url}/metrics`, authorization ? { headers: { authorization } } : {});

test('the numbers are for whoever brings the token, and name no workspace', async () => {
  const answer = await read(`Bearer ${TOKEN}`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    expect.stringContaining('text/plain'),
  ]);
  const text = await answer.text();
  const numberOf = (name: string) => Number(new RegExp(`^${name}(?:{[^}]*})? (\\S+)$`, 'm').exec(text)?.[1]);
  expect(numberOf('atrium_engine_commands_total')).toBeGreaterThan(0);
  expect(numberOf('atrium_engine_commit_seconds_count')).toBeGreaterThan(0);
  expect(numberOf('atrium_sync_open_connections')).toBe(0);
  expect(numberOf('atrium_bus_up')).toBe(1);
  expect(numberOf('atrium_process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  expect(text).not.toContain(tenantId);
  expect(await (await read(`Bearer ${TOKEN}`)).text()).toContain('atrium_bus_sent_total 0');
});

test('nobody else reads them, and without a token there is no such address', async () => {
  for (const told of [undefined, 'Bearer', 'Bearer guess', `Basic ${TOKEN}`, `Bearer ${TOKEN}x`]) {
    const answer = await read(told);
    expect(answer.status, told).toBe(401);
    expect(await answer.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
  }
  const silent = await testServer();
  try {
    const text = await (await fetch(`${silent.url}/metrics`)).text();
    expect(text).not.toContain('atrium_');
  } finally {
    await silent.close();
  }
});
