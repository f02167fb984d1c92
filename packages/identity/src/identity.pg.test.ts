import { createEngine, type Engine } from '@atrium/engine';
import { type TestDatabase, tenantTables, testDatabase } from '@atrium/engine/testing';
import type { Role } from '@atrium/model';
import type { Actor, TenantId } from '@atrium/protocol';
import { newId } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIdentity, type Identity } from './identity.ts';
import { createInvitations } from './invitations.ts';
import { joinWorkspace } from './join-workspace.ts';
import { IDENTITY_MIGRATIONS } from './migrations.ts';
import type { Result } from './result.ts';
import { signSocketToken } from './socket-token.ts';
import type { User } from './users.ts';

const SECRET = 'a secret of at least thirty-two characters';
const PASSWORD = 'correct horse battery';

let db: TestDatabase;
let engine: Engine;
let identity: Identity;

beforeAll(async () => {
  db = await testDatabase({ migrations: [IDENTITY_MIGRATIONS] });
  engine = createEngine({ database: db.database });
  identity = createIdentity({
    engine,
    secret: SECRET,
    isTrustedOrigin: () => true,
    secureCookies: false,
    limitSignIns: false,
  });
});
afterAll(async () => {
  await engine.close();
  await db.close();
});

function value<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.refusal.code}: ${result.refusal.message}`);
}

function code(result: Result<unknown>): string {
  return result.ok ? 'ok' : result.refusal.code;
}

async function user(name = `u${newId().slice(-10)}`): Promise<User> {
  return value(await identity.createUser({ name, email: `${name}@test.example`, password: PASSWORD }));
}

async function workspace(): Promise<{ tenantId: TenantId; owner: Actor; ownerUser: User }> {
  const ownerUser = await user();
  const { tenantId, personId } = value(await identity.createWorkspace(ownerUser, { name: 'Acme' }));
  return { tenantId, owner: { personId, via: 'web' }, ownerUser };
}

async function member(tenantId: TenantId, role: Role): Promise<{ user: User; actor: Actor }> {
  const joining = await user();
  const { personId } = value(await joinWorkspace(engine, tenantId, joining, role));
  return { user: joining, actor: { personId, via: 'web' } };
}

async function signIn(email: string, password: string): Promise<Headers | undefined> {
  const response = await identity.handleAccounts(
    new Request('http://x.test/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email, password }),
    }),
  );
  if (response.status !== 200) return undefined;
  const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
  return new Headers({ cookie: cookies.join('; ') });
}

describe('[ID1] the first visitor becomes the owner, once', () => {
  test('[ID1] of ten at once exactly one is let in', async () => {
    expect(await identity.needsSetUp()).toBe(true);
    const tries = Array.from({ length: 10 }, (_, index) =>
      identity.setUp({
        user: { name: `First ${index}`, email: `first${index}@test.example`, password: PASSWORD },
        workspace: { name: 'First' },
      }),
    );
    const results = (await Promise.all(tries)).map(code);
    expect(results.filter((result) => result === 'ok')).toHaveLength(1);
    expect(new Set(results)).toEqual(new Set(['ok', 'FORBIDDEN']));
    expect(await identity.needsSetUp()).toBe(false);
  });

  test('[ID1] bad input is told field by field and leaves nothing behind', async () => {
    const result = await identity.setUp({
      user: { name: '', email: 'nobody', password: 'short' },
      workspace: { name: 'x' },
    });
    expect(result).toMatchObject({ ok: false, refusal: { code: 'INVALID_INPUT' } });
    const paths = !result.ok && JSON.stringify(result.refusal.details);
    for (const field of ['name', 'email', 'password']) expect(paths).toContain(`"${field}"`);
  });
});

test('[ID2] passwords are Argon2id hashes, and only the right one signs in', async () => {
  const { email, userId } = await user();
  const hashes = await db.database.control(async (tx) => {
    const { rows } = await tx.query<{ password: string }>(
      'SELECT password FROM auth_account WHERE user_id = $1',
      [userId],
    );
    return rows;
  });
  expect(hashes[0]?.password).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  const headers = await signIn(email, PASSWORD);
  expect(await identity.sessions.fromHeaders(headers ?? new Headers())).toMatchObject({ userId });
  expect(await signIn(email, 'wrong password')).toBeUndefined();
  expect(await signIn('nobody@test.example', PASSWORD)).toBeUndefined();
  expect(
    await identity.sessions.fromHeaders(new Headers({ cookie: 'atrium.session_token=x.y' })),
  ).toBeUndefined();
});

test('[ID3] an account for an address exists once', async () => {
  const { email } = await user();
  const again = await identity.createUser({ name: 'Eve', email: email.toUpperCase(), password: PASSWORD });
  expect(code(again)).toBe('ALREADY_EXISTS');
});

describe('[ID4] an invitation lets one person in, once', () => {
  test('[ID4] with its role', async () => {
    const { tenantId, owner } = await workspace();
    const { token } = value(await identity.invitations.create(tenantId, owner, { role: 'manager' }));
    expect(value(await identity.invitations.describe(token))).toMatchObject({
      workspaceName: 'Acme',
      role: 'manager',
    });
    const guest = await user();
    const { personId } = value(await identity.invitations.accept(token, guest));
    const [person] = await engine.readRecords(tenantId, [personId]);
    expect(person?.fields).toMatchObject({ role: 'manager', email: guest.email, userId: guest.userId });
    expect(code(await identity.invitations.accept(token, await user()))).toBe('NOT_FOUND');
    expect(code(await identity.invitations.describe(token))).toBe('NOT_FOUND');
  });

  test('[ID4] not two of two who come at the same moment', async () => {
    const { tenantId, owner } = await workspace();
    const { token } = value(await identity.invitations.create(tenantId, owner, { role: 'agent' }));
    const guests = await Promise.all([user(), user(), user()]);
    const results = await Promise.all(guests.map((guest) => identity.invitations.accept(token, guest)));
    expect(results.map(code).sort()).toEqual(['NOT_FOUND', 'NOT_FOUND', 'ok']);
  });

  test('[ID4] not when withdrawn, altered, expired, for someone else, or of another workspace', async () => {
    const { tenantId, owner } = await workspace();
    const other = await workspace();
    const { token, invitation } = value(
      await identity.invitations.create(tenantId, owner, { role: 'agent' }),
    );
    const guest = await user();
    const [, id, secret] = token.split('.');
    for (const altered of [
      `${token}x`,
      `${other.tenantId}.${id}.${secret}`,
      `${tenantId}.${newId()}.${secret}`,
      '',
      '..',
      'a.b.c',
    ]) {
      expect(code(await identity.invitations.accept(altered, guest))).toBe('NOT_FOUND');
    }
    expect(code(await identity.invitations.revoke(other.tenantId, other.owner, invitation.id))).toBe(
      'NOT_FOUND',
    );
    value(await identity.invitations.revoke(tenantId, owner, invitation.id));
    expect(code(await identity.invitations.accept(token, guest))).toBe('NOT_FOUND');

    const personal = value(
      await identity.invitations.create(tenantId, owner, { role: 'agent', email: 'x@test.example' }),
    );
    expect(code(await identity.invitations.accept(personal.token, guest))).toBe('FORBIDDEN');

    let now = Date.now();
    const later = createInvitations(engine, () => now);
    const old = value(await later.create(tenantId, owner, { role: 'agent' }));
    now += 8 * 24 * 60 * 60 * 1000;
    expect(code(await later.accept(old.token, guest))).toBe('NOT_FOUND');
    expect(value(await later.list(tenantId, owner)).map(({ id }) => id)).not.toContain(old.invitation.id);
  });
});

test('[ID5] only owners and admins invite, and only owners invite owners', async () => {
  const { tenantId, owner } = await workspace();
  const expected: [Role, string, string][] = [
    ['admin', 'ok', 'FORBIDDEN'],
    ['manager', 'FORBIDDEN', 'FORBIDDEN'],
    ['agent', 'FORBIDDEN', 'FORBIDDEN'],
    ['readOnly', 'FORBIDDEN', 'FORBIDDEN'],
  ];
  for (const [role, asAgent, asOwner] of expected) {
    const { actor } = await member(tenantId, role);
    expect(code(await identity.invitations.create(tenantId, actor, { role: 'agent' }))).toBe(asAgent);
    expect(code(await identity.invitations.create(tenantId, actor, { role: 'owner' }))).toBe(asOwner);
    expect(code(await identity.invitations.list(tenantId, actor))).toBe(asAgent);
  }
  expect(code(await identity.invitations.create(tenantId, owner, { role: 'owner' }))).toBe('ok');
  const stranger = await workspace();
  expect(code(await identity.invitations.create(tenantId, stranger.owner, { role: 'agent' }))).toBe(
    'FORBIDDEN',
  );
});

test('[ID6] who was removed is out, and comes back only by a new invitation', async () => {
  const { tenantId, owner } = await workspace();
  const first = value(await identity.invitations.create(tenantId, owner, { role: 'agent' }));
  const guest = await user();
  const { personId } = value(await identity.invitations.accept(first.token, guest));
  const [person] = await engine.readRecords(tenantId, [personId]);
  const removed = await engine.submit(tenantId, owner, {
    id: newId(),
    name: 'person.deactivate',
    recordId: personId,
    baseVersion: person?.version ?? 0,
    input: {},
    issuedAt: new Date().toISOString(),
  });
  expect(removed.kind).toBe('committed');
  expect(await identity.personOf(guest.userId, tenantId)).toBeUndefined();
  expect(await identity.workspacesOf(guest.userId)).toEqual([]);
  expect(code(await identity.invitations.accept(first.token, guest))).toBe('NOT_FOUND');
  const second = value(await identity.invitations.create(tenantId, owner, { role: 'readOnly' }));
  expect(value(await identity.invitations.accept(second.token, guest)).personId).toBe(personId);
  expect(await identity.workspacesOf(guest.userId)).toMatchObject([{ tenantId, role: 'readOnly' }]);
});

test('[ID7] a user is one person per workspace and sees only their own workspaces', async () => {
  const one = await workspace();
  const two = await workspace();
  const guest = await user();
  value(await joinWorkspace(engine, one.tenantId, guest, 'agent'));
  const again = value(await joinWorkspace(engine, one.tenantId, guest, 'admin'));
  expect(await identity.workspacesOf(guest.userId)).toMatchObject([
    { tenantId: one.tenantId, personId: again.personId, role: 'agent' },
  ]);
  expect(await identity.personOf(guest.userId, two.tenantId)).toBeUndefined();
  await engine.submit(one.tenantId, one.owner, {
    id: newId(),
    name: 'workspace.update',
    recordId: one.tenantId,
    baseVersion: 1,
    input: { name: 'Renamed' },
    issuedAt: new Date().toISOString(),
  });
  expect(await identity.workspacesOf(guest.userId)).toMatchObject([{ name: 'Renamed' }]);
});

test('[ID8] signing out everywhere ends sessions and what was made from them', async () => {
  const { email, userId } = await user();
  const [here, there] = [await signIn(email, PASSWORD), await signIn(email, PASSWORD)];
  const session = await identity.sessions.fromHeaders(here ?? new Headers());
  if (!session) throw new Error('not signed in');
  const token = identity.sessions.issueToken(session);
  expect(await identity.sessions.fromToken(token)).toMatchObject({ userId });
  expect(await identity.sessions.stillLive([session.sessionId, 'nobody'])).toEqual(
    new Set([session.sessionId]),
  );
  expect(await identity.sessions.endAll(userId)).toBe(2);
  expect(await identity.sessions.fromHeaders(there ?? new Headers())).toBeUndefined();
  expect(await identity.sessions.fromToken(token)).toBeUndefined();
  expect(await identity.sessions.stillLive([session.sessionId])).toEqual(new Set());
});

test('[ID9] socket tokens are ours, short-lived and bound to one session', async () => {
  const { email } = await user();
  const session = await identity.sessions.fromHeaders((await signIn(email, PASSWORD)) ?? new Headers());
  const sessionId = session?.sessionId ?? '';
  const soon = Date.now() + 10_000;
  const { sessions } = identity;
  expect(await sessions.fromToken(signSocketToken(SECRET, { sessionId, expiresAt: soon }))).toBeDefined();
  const bad = [
    signSocketToken('another secret, as long as the first one', { sessionId, expiresAt: soon }),
    signSocketToken(SECRET, { sessionId, expiresAt: Date.now() - 1 }),
    signSocketToken(SECRET, { sessionId: 'nobody', expiresAt: soon }),
    'x',
    'x.y',
    '.',
    `${signSocketToken(SECRET, { sessionId, expiresAt: soon })}.z`,
  ];
  for (const token of bad) expect(await sessions.fromToken(token)).toBeUndefined();
});

test('[ID10] handles come from the e-mail address and are unique', async () => {
  const { tenantId } = await workspace();
  const handles = [];
  for (const email of ['Ann.B@a.example', 'ann.b@b.example', 'ann.b@c.example', '--@d.example']) {
    const joining = value(await identity.createUser({ name: 'Ann', email, password: PASSWORD }));
    const { personId } = value(await joinWorkspace(engine, tenantId, joining, 'agent'));
    const [person] = await engine.readRecords(tenantId, [personId]);
    handles.push(person?.fields.handle);
  }
  expect(handles).toEqual(['ann.b', 'ann.b2', 'ann.b3', 'member']);
});

test('[ID11] a workspace gets a free address from its name; a chosen one must be free', async () => {
  const owner = await user();
  const make = (input: object) => identity.createWorkspace(owner, input);
  expect(value(await make({ name: 'Ørsted & Söhne' })).slug).toBe('rsted-sohne');
  expect(value(await make({ name: 'Ørsted & Söhne' })).slug).toBe('rsted-sohne-2');
  expect(value(await make({ name: '会社' })).slug).toBe('workspace');
  expect(code(await make({ name: 'X', slug: 'rsted-sohne' }))).toBe('ALREADY_EXISTS');
  expect(code(await make({ name: 'X', slug: 'Not a slug' }))).toBe('INVALID_INPUT');
  expect(code(await make({ name: ' ' }))).toBe('INVALID_INPUT');
});

test('every table of identity that belongs to a tenant has forced row-level security', async () => {
  const { tables, open } = await tenantTables(db.database);
  expect(tables).toEqual(expect.arrayContaining(['invitations', 'memberships']));
  expect(open).toEqual([]);
});
