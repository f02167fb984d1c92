import { describe, expect, it } from 'vitest';
import { createHttpEntryDoor } from './http-entry-door.ts';

type Reply = [status: number, body: unknown];

/** A server of canned answers; remembers what it was asked. */
function server(replies: Record<string, Reply>) {
  const asked: { path: string; body: unknown }[] = [];
  const request = (async (path: string, init?: RequestInit) => {
    asked.push({ path, body: init?.body ? JSON.parse(String(init.body)) : undefined });
    const [status, body] = replies[path] ?? [404, {}];
    return new Response(JSON.stringify(body), { status });
  }) as typeof fetch;
  return { door: createHttpEntryDoor(request), asked };
}

const ME: Reply = [
  200,
  {
    workspaces: [
      { slug: 'acme', tenantId: 't1' },
      { slug: 'side', tenantId: 't2' },
    ],
  },
];
const USER = { name: 'Ada', email: 'ada@acme.org', password: 'correct horse' };

describe('the way in over HTTP', () => {
  it('leads someone who signed in to their workspace', async () => {
    const { door } = server({ '/api/auth/sign-in/email': [200, {}], '/api/v1/auth/me': ME });
    expect(await door.signIn(USER)).toEqual({ ok: true, to: '/w/acme' });
  });

  it('does not tell a wrong password from an unknown address', async () => {
    const { door } = server({ '/api/auth/sign-in/email': [401, { message: 'Invalid password' }] });
    const answer = await door.signIn(USER);
    expect(answer).toEqual({
      ok: false,
      sentence: 'This e-mail address and password do not belong together.',
    });
  });

  it('sets up, then signs in', async () => {
    const { door, asked } = server({
      '/api/v1/setup': [200, { tenantId: 't1', slug: 'acme' }],
      '/api/auth/sign-in/email': [200, {}],
      '/api/v1/auth/me': ME,
    });
    expect(await door.setUp({ ...USER, workspace: 'Acme' })).toEqual({ ok: true, to: '/w/acme' });
    expect(asked[0]?.body).toEqual({ user: USER, workspace: { name: 'Acme' } });
  });

  it('says what the server said when it refuses', async () => {
    const { door } = server({
      '/api/v1/setup': [403, { code: 'FORBIDDEN', message: 'Atrium is set up already.' }],
    });
    const answer = await door.setUp({ ...USER, workspace: 'Acme' });
    expect(answer).toEqual({ ok: false, sentence: 'Atrium is set up already.' });
  });

  it('leads an invited person to the workspace of the invitation', async () => {
    const { door } = server({
      '/api/v1/invitation-links/a%2Fb/accept': [200, { tenantId: 't2', personId: 'p' }],
      '/api/auth/sign-in/email': [200, {}],
      '/api/v1/auth/me': ME,
    });
    expect(await door.acceptInvite('a/b', USER)).toEqual({ ok: true, to: '/w/side' });
  });

  it('knows an invitation that is gone from a server that failed', async () => {
    expect(await server({}).door.readInvite('x')).toBeUndefined();
    const failing = server({ '/api/v1/invitation-links/x': [500, {}] });
    await expect(failing.door.readInvite('x')).rejects.toThrow();
    await expect(failing.door.needsSetUp()).rejects.toThrow();
  });

  it('keeps the form when the network is gone', async () => {
    const door = createHttpEntryDoor(() => Promise.reject(new TypeError('Failed to fetch')));
    const answer = await door.signIn(USER);
    expect(answer.ok).toBe(false);
    expect(answer.ok || answer.sentence).toMatch(/kept/);
  });
});
