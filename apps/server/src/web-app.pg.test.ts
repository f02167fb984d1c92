import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, type TestUser, testServer } from './testing/test-server.ts';

let folder: string;
let server: TestServer;
let workspace: { tenantId: string; slug: string; owner: TestUser };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-web-app-'));
  await mkdir(join(folder, 'assets'));
  await Promise.all([
    writeFile(join(folder, 'index.html'), '<!doctype html><title>Atrium</title>'),
    writeFile(join(folder, 'sw.js'), '// worker'),
    writeFile(join(folder, 'manifest.webmanifest'), '{}'),
    writeFile(join(folder, 'assets/main-abc.js'), '// main'),
  ]);
  server = await testServer(folder);
  workspace = await server.createWorkspace();
});
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the web app', () => {
  test.each([
    ['/', 'text/html', 'no-cache'],
    ['/w/demo/p/FER/board?group=priority', 'text/html', 'no-cache'],
    ['/sw.js', 'javascript', 'no-cache'],
    ['/manifest.webmanifest', 'application/manifest+json', 'no-cache'],
    ['/assets/main-abc.js', 'javascript', 'public, max-age=31536000, immutable'],
  ])('%s is %s, kept as %s', async (path, type, cache) => {
    const response = await fetch(server.url + path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('cache-control')).toBe(cache);
    expect((await fetch(server.url + path, { method: 'HEAD' })).status).toBe(200);
  });

  test.each(['/assets/main-of-a-version-before.js', '/icons/none.png', '/api/v1/none'])(
    '%s is no page',
    async (path) => {
      const response = await fetch(server.url + path);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toContain('application/json');
    },
  );
});

describe('commands over HTTP', () => {
  const post = (body: object, headers: Record<string, string> = {}) =>
    fetch(`${server.url}/api/v1/sync`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: workspace.owner.cookie, ...headers },
      body: JSON.stringify({ workspace: workspace.slug, ...body }),
    });
  const command = (key: string) => ({
    ...createProject(newId(), { key, name: key }),
    id: newId(),
    issuedAt: new Date().toISOString(),
  });

  test('nothing is taken of a queue that somebody else left', async () => {
    const queued = command('ELSE');
    const refused = await post({ commands: [queued], person: newId() });
    expect(refused.status).toBe(401);
    expect(await refused.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
    const { engine } = server.services;
    expect(await engine.readRecords(workspace.tenantId, [queued.recordId])).toEqual([]);
    const taken = await post({ commands: [queued], person: workspace.owner.personId });
    expect(await taken.json()).toMatchObject({ outcomes: [{ outcome: { kind: 'committed' } }] });
  });

  test('a page and a program are told apart in the log', async () => {
    const [page, program] = [command('PAGE'), command('PROG')];
    await post({ commands: [page] }, { origin: server.url });
    await post({ commands: [program] });
    const activity = await fetch(`${server.url}/api/v1/activity?workspace=${workspace.slug}`, {
      headers: { cookie: workspace.owner.cookie },
    });
    const { events } = (await activity.json()) as {
      events: { recordId: string; actor: { via: string } }[];
    };
    const viaOf = (recordId: string) => events.find((event) => event.recordId === recordId)?.actor.via;
    expect([viaOf(page.recordId), viaOf(program.recordId)]).toEqual(['web', 'api']);
  });
});
