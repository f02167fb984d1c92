import { contract } from '@atrium/protocol/api';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signIn, type TestServer, type TestUser, testServer } from './testing/test-server.ts';

/** `ATRIUM_FUZZ_RUNS=2000 npx vitest run apps/server` for longer. */
const RUNS = Number(process.env.ATRIUM_FUZZ_RUNS ?? 30);

interface Route {
  readonly method: string;
  readonly path: string;
}
interface Schema {
  readonly properties?: Record<string, object>;
}
interface Operation {
  readonly parameters?: { name: string; in: string }[];
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
}

const ROUTES: Route[] = Object.values(contract).flatMap((group) =>
  Object.values(group as Record<string, { '~orpc': { route: Partial<Route> } }>).map((leaf) => {
    const { method = '', path = '' } = leaf['~orpc'].route;
    return { method, path };
  }),
);
const BESIDE: Route[] = [
  { method: 'GET', path: '/bootstrap' },
  { method: 'POST', path: '/imports/github' },
];
/** Would sign out the one who asks; tried at the end. */
const LAST = '/auth/sign-out-everywhere';

let server: TestServer;
let owner: TestUser;
let slug: string;
let operations: Record<string, Record<string, Operation>>;

beforeAll(async () => {
  server = await testServer();
  ({ owner, slug } = await server.createWorkspace());
  const response = await fetch(`${server.url}/api/openapi.json`);
  ({ paths: operations } = (await response.json()) as { paths: typeof operations });
});
afterAll(() => server.close());

/** What people, programs and enemies may send where a text is expected. */
const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\u202e',
    "'; DROP TABLE events; --",
    '%00',
    '../../../etc/passwd',
    '64:3,17',
    '3:1',
    '256:0,999',
    'workspace',
    '{"$ne":null}',
    '__proto__',
    'constructor',
    'NaN',
    '-1',
    '9'.repeat(400),
    '1e309',
    '((((((((((',
    '"'.repeat(99),
    'status = todo and (',
    'me = me or not not not me',
    '\\',
    'x'.repeat(5_000),
    '00000000-0000-0000-0000-000000000000',
    '0192f0c1-2222-7333-8444-555566667777',
  ),
);
const hostileValue = fc.oneof(
  hostileText,
  fc.constant(null),
  fc.boolean(),
  fc.double(),
  fc.integer(),
  fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 3 }),
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    { toString: 1 },
    { length: -1 },
    [[[[[[]]]]]],
    JSON.parse('{"then":"x","__proto__":{"admin":true}}'),
  ),
);

interface Request {
  readonly path: string;
  readonly query: readonly (readonly [string, string])[];
  readonly body: string | undefined;
  readonly signedIn: boolean;
}

function requests({ method, path }: Route): fc.Arbitrary<Request> {
  const operation = operations[path]?.[method.toLowerCase()];
  const inQuery = (operation?.parameters ?? []).filter((parameter) => parameter.in === 'query');
  const queryNames =
    inQuery.length > 0 ? inQuery.map(({ name }) => name) : ['workspace', 'scope', 'project', 'ranges'];
  const schema = operation?.requestBody?.content['application/json']?.schema;
  const bodyNames = ['workspace', ...Object.keys(schema?.properties ?? {})];
  const placeholders = [...path.matchAll(/\{(\w+)\}/g)].length;
  const named = <T>(names: readonly string[], value: fc.Arbitrary<T>) =>
    fc.array(fc.tuple(fc.constantFrom(...names, 'extra'), value), { maxLength: 6 });
  // Half of the time it names its own workspace, so that it comes further than the door.
  const own = fc.constantFrom<[string, string][]>([], [['workspace', slug]]);
  const body = fc.oneof(
    fc
      .tuple(named(bodyNames, hostileValue), own)
      .map(([entries, more]) => JSON.stringify(Object.fromEntries([...entries, ...more]))),
    fc.jsonValue().map((value) => JSON.stringify(value)),
    hostileText,
  );
  return fc.record({
    path: fc
      .array(hostileText, { minLength: placeholders, maxLength: placeholders })
      .map((parts) => parts.reduce((at, part) => at.replace(/\{\w+\}/, () => encode(part)), path)),
    query: fc.tuple(named(queryNames, hostileText), own).map(([entries, more]) => [...entries, ...more]),
    body: method === 'GET' ? fc.constant(undefined) : fc.option(body, { nil: undefined }),
    signedIn: fc.boolean(),
  });
}

/** Lone halves of characters cannot be part of an address at all. */
function encode(text: string): string {
  const part = encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '\ufffd')).slice(0, 480);
  return part === '.' || part === '..' ? 'dots' : part.replace(/%[^%]?$/, '');
}

async function expectHarmless(method: string, { path, query, body, signedIn }: Request): Promise<void> {
  const address = `${server.url}/api/v1${path}?${new URLSearchParams(query.map(([name, text]) => [name, text]))}`;
  const response = await fetch(address, {
    method,
    headers: {
      origin: server.url,
      ...(signedIn && { cookie: owner.cookie }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body }),
  });
  const text = await response.text();
  expect(response.status, `${method} ${address} ${body}: ${text}`).toBeLessThan(500);
  if (response.status < 400) return;
  const told = JSON.parse(text);
  expect(told).toMatchObject({
    code: expect.stringMatching(/^[A-Z_]+$/),
    message: expect.stringMatching(/\S/),
  });
  expect(text).not.toMatch(/node_modules|\.ts:\d|SELECT |syntax error|invalid byte/);
}

describe('hostile input', () => {
  test.each([...ROUTES, ...BESIDE].filter(({ path }) => path !== LAST))(
    '$method $path: refused with a code or done, never a fault of ours',
    async (route) => {
      await fc.assert(
        fc.asyncProperty(requests(route), (request) => expectHarmless(route.method, request)),
        { numRuns: RUNS },
      );
    },
  );

  test('accounts: sign-in and sign-out take anything', async () => {
    const paths = ['/sign-in/email', '/sign-out', '/get-session', '/update-user', '/change-password'];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.oneof(hostileText, hostileValue),
        async (path, value) => {
          const body = typeof value === 'string' ? value : JSON.stringify({ email: value, password: value });
          const response = await fetch(`${server.url}/api/auth${path}`, {
            method: 'POST',
            headers: { origin: server.url, 'content-type': 'application/json' },
            body,
          });
          const text = await response.text();
          expect(response.status, `${path} ${body}: ${text}`).toBeLessThan(500);
          if (response.status >= 400) expect(JSON.parse(text)).toMatchObject({ code: expect.any(String) });
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('cookies and headers: nothing in them is believed, and nothing breaks', async () => {
    const printable = fc.string({
      unit: fc.constantFrom(...'aZ09=;, .%"\\{}[]()<>@:/?&+-_'),
      maxLength: 200,
    });
    await fc.assert(
      fc.asyncProperty(printable, async (text) => {
        const headers = { cookie: `atrium.session_token=${text}; ${text}`, authorization: `Bearer ${text}` };
        const response = await fetch(`${server.url}/api/v1/auth/me`, { headers });
        expect(response.status).toBe(401);
      }),
      { numRuns: RUNS },
    );
  });

  test('after all of it the server answers, and the owner is who they were', async () => {
    const cookie = await signIn(server.url, owner.email, owner.password);
    const me = await fetch(`${server.url}/api/v1/auth/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ email: owner.email });
    await fc.assert(
      fc.asyncProperty(requests({ method: 'POST', path: LAST }), (request) =>
        expectHarmless('POST', request),
      ),
      { numRuns: 5 },
    );
    expect((await fetch(`${server.url}/health/ready`)).status).toBe(200);
  });
});
