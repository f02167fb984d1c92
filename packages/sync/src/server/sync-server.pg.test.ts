import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createEngine, type Engine } from '@atrium/engine';
import { type TestDatabase, testDatabase } from '@atrium/engine/testing';
import {
  type CommandDraft,
  createProject,
  createWorkItem,
  deactivatePerson,
  projectScope,
  refuse,
  updateProject,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import {
  type ClientFrame,
  type Command,
  decodeServerFrame,
  encodeClientFrame,
  newId,
  type ServerFrame,
} from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type BootstrapLine, isBootstrapEnd } from '../shared/bootstrap-lines.ts';
import { isBootstrapRefusal } from './bootstrap.ts';
import type { Identified } from './identity.ts';
import type { SyncLimits } from './limits.ts';
import { createSyncServer, type SyncServer } from './sync-server.ts';

const ORIGIN = 'https://atrium.example';

let store: TestDatabase;
let engine: Engine;
let elsewhere: Engine;
let sync: SyncServer;
const listening: Server[] = [];
let tenantId: string;
let owner: string;
const people = new Map<string, string>();

beforeAll(async () => {
  store = await testDatabase();
  engine = createEngine({ database: store.database });
  elsewhere = createEngine({ database: store.database });
  const made = await engine.createTenant({
    slug: 'sync',
    name: 'Sync',
    owner: { userId: 'olga', name: 'Olga', email: 'olga@example.org' },
  });
  if (!made.ok) throw new Error(made.refusal.message);
  tenantId = made.tenantId;
  owner = made.personId;
  people.set('olga', owner);
  sync = await serve();
});

afterAll(async () => {
  await sync.close({ graceMs: 500 });
  for (const http of listening) http.close();
  await engine.close();
  await elsewhere.close();
  await store.close();
});

async function serve(limits: Partial<SyncLimits> = {}): Promise<SyncServer> {
  const server = createSyncServer({
    engine,
    limits,
    allowOrigin: (origin) => origin === ORIGIN,
    async authenticate({ token, headers }) {
      const userId = token ?? headers.cookie?.replace('session=', '');
      if (userId === undefined || !people.has(userId)) return refuse('UNAUTHENTICATED', 'Sign in first.');
      return identified(userId);
    },
  });
  const http = createServer((_request, response) => response.end());
  http.on('upgrade', (request, socket, head) => void server.handleUpgrade(request, socket, head));
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  listening.push(http);
  return server;
}

function identified(userId: string): Identified {
  return {
    userId,
    sessionId: `session-${userId}`,
    expiresAt: Number.MAX_SAFE_INTEGER,
    tenantAccess: (id) => (id === tenantId ? people.get(userId) : undefined),
  };
}

class Line {
  readonly socket: WebSocket;
  readonly frames: ServerFrame[] = [];
  closeCode: number | undefined;
  #wake: (() => void)[] = [];

  constructor(options: { token?: string; cookie?: string; origin?: string }) {
    const address = listening.at(-1)?.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const query = options.token === undefined ? '' : `?token=${options.token}`;
    this.socket = new WebSocket(`ws://127.0.0.1:${port}/ws${query}`, {
      headers: { ...(options.cookie && { cookie: options.cookie }) },
      ...(options.origin && { origin: options.origin }),
    });
    this.socket.on('message', (data: Buffer) => {
      const decoded = decodeServerFrame(data);
      if (!decoded.ok) throw new Error(decoded.problem.message);
      this.frames.push(decoded.frame);
      this.#stir();
    });
    this.socket.on('close', (code) => {
      this.closeCode = code;
      this.#stir();
    });
    this.socket.on('error', () => this.#stir());
  }

  static async open(userId: string): Promise<Line> {
    const line = new Line({ token: userId });
    await once(line.socket, 'open');
    line.put({ kind: 'hello', minVersion: 1, maxVersion: 1, tenantId, clientId: newId(), appVersion: '' });
    await line.until(() => line.of('welcome').length > 0);
    return line;
  }

  put(frame: ClientFrame): void {
    this.socket.send(encodeClientFrame(frame));
  }

  async subscribe(scope: string, fromPosition: number): Promise<void> {
    this.put({ kind: 'subscribe', scope, fromPosition });
    await this.until(() => this.of('subscribed').some((frame) => frame.scope === scope));
  }

  of<Kind extends ServerFrame['kind']>(kind: Kind) {
    return this.frames.filter((frame): frame is Extract<ServerFrame, { kind: Kind }> => frame.kind === kind);
  }

  get events() {
    return this.of('deltas').flatMap(({ events }) => events);
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((go) => this.#wake.push(go));
  }

  #stir(): void {
    for (const go of this.#wake.splice(0)) go();
  }
}

function commandOf(draft: CommandDraft): Command {
  return { id: newId(), issuedAt: new Date().toISOString(), ...draft };
}

async function run(draft: CommandDraft, by: Engine = engine): Promise<number> {
  const outcome = await by.submit(tenantId, { personId: owner, via: 'web' }, commandOf(draft));
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
  return outcome.lastPosition;
}

async function newPerson(userId: string, role: string): Promise<string> {
  const id = newId();
  const draft = {
    name: 'person.create',
    recordId: id,
    baseVersion: 0,
    input: { name: userId, userId, role },
  };
  const outcome = await engine.submit(tenantId, { personId: tenantId, via: 'system' }, commandOf(draft));
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
  people.set(userId, id);
  return id;
}

let keys = 0;
async function newProject(more: object = {}): Promise<string> {
  const id = newId();
  keys++;
  await run(createProject(id, { key: `P${keys}`, name: `Project ${keys}`, ...more }));
  return id;
}

describe('the upgrade', () => {
  test('[SESS40] a cookie counts only from an allowed origin', async () => {
    const foreign = new Line({ cookie: 'session=olga', origin: 'https://evil.example' });
    const none = new Line({ cookie: 'session=olga' });
    await Promise.all([foreign, none].map((line) => line.until(() => line.closeCode !== undefined)));
    expect([foreign.closeCode, none.closeCode]).toEqual([1006, 1006]);

    const own = new Line({ cookie: 'session=olga', origin: ORIGIN });
    await once(own.socket, 'open');
    own.socket.close();
  });

  test('[SESS41] without a session the connection is told so, and ends with 4401', async () => {
    const line = new Line({ token: 'nobody' });
    await line.until(() => line.closeCode !== undefined);
    expect(line.closeCode).toBe(4401);
    expect(line.of('problem')).toMatchObject([{ code: 'UNAUTHENTICATED', closeCode: 4401 }]);
  });

  test('[SESS32] a frame far over the limit ends the connection, and the server stays', async () => {
    const line = await Line.open('olga');
    line.socket.send(Buffer.alloc(8_000_000));
    await line.until(() => line.closeCode !== undefined);
    const other = await Line.open('olga');
    other.socket.send('text is no frame');
    await other.until(() => other.closeCode !== undefined);
    expect(other.closeCode).toBe(4400);
  });
});

describe('with the real engine', () => {
  test('[WIRE11] three clients at once: each gets every event of its scope once, in order', async () => {
    const project = await newProject();
    const head = await engine.head(tenantId);
    const lines = await Promise.all([1, 2, 3].map(() => Line.open('olga')));
    for (const line of lines) await line.subscribe(projectScope(project), head);
    const commands = lines.flatMap((line) =>
      Array.from({ length: 40 }, (_, at) => {
        const command = commandOf(createWorkItem(newId(), { project, title: `Item ${at}` }));
        line.put({ kind: 'command', command });
        return command;
      }),
    );
    // An ack may come after the deltas of its own command.
    for (const line of lines) {
      await line.until(() => line.events.length >= 120 && line.of('ack').length >= 40);
    }

    for (const line of lines) {
      expect(line.events).toHaveLength(120);
      expect(new Set(line.events.map(({ commandId }) => commandId))).toEqual(
        new Set(commands.map(({ id }) => id)),
      );
      const positions = line.events.map(({ position }) => position);
      expect(positions).toEqual([...positions].sort((a, b) => a - b));
      expect(line.of('ack')).toHaveLength(40);
      line.socket.close();
    }
  });

  test('[WIRE15] what another process appends arrives too', async () => {
    const project = await newProject();
    const line = await Line.open('olga');
    await line.subscribe(projectScope(project), await engine.head(tenantId));
    await run(createWorkItem(newId(), { project, title: 'From elsewhere' }), elsewhere);
    await run(createWorkItem(newId(), { project, title: 'From here' }));
    await line.until(() => line.events.length === 2);
    expect(line.events.map(({ patch }) => patch.set.title)).toEqual(['From elsewhere', 'From here']);
    line.socket.close();
  });

  test('[WIRE20] rights are followed across processes: withdrawn, and put out', async () => {
    const agent = await newPerson('arne', 'agent');
    const project = await newProject();
    const line = await Line.open('arne');
    const head = await engine.head(tenantId);
    await line.subscribe(WORKSPACE_SCOPE, head);
    await line.subscribe(projectScope(project), head);
    const [record] = await engine.readRecords(tenantId, [project]);
    if (!record) throw new Error('No project');
    await run(updateProject(record, { visibility: 'private' }), elsewhere);
    await run(createWorkItem(newId(), { project, title: 'Secret' }));
    await line.until(() => line.of('withdrawn').length > 0);
    const [person] = await engine.readRecords(tenantId, [agent]);
    if (!person) throw new Error('No person');
    await run(deactivatePerson(person, {}), elsewhere);
    await line.until(() => line.closeCode !== undefined);

    expect(line.closeCode).toBe(4403);
    expect(JSON.stringify(line.frames)).not.toContain('Secret');
  });

  test('[WIRE30] bootstrap, then resume: nothing missing and nothing twice while others write', async () => {
    const project = await newProject();
    const items = await Promise.all(
      Array.from({ length: 50 }, async (_, at) => {
        const id = newId();
        await run(createWorkItem(id, { project, title: `Item ${at}` }));
        return id;
      }),
    );
    let isWriting = true;
    const writing = (async () => {
      for (let round = 1; isWriting; round++) {
        const id = items[round % items.length];
        const [item] = await engine.readRecords(tenantId, [id ?? '']);
        if (item)
          await run(
            updateWorkItem(item, { set: { title: `Round ${round}` } }),
            round % 2 ? engine : elsewhere,
          );
      }
    })();

    for (let round = 0; round < 5; round++) {
      const scope = projectScope(project);
      const stream = await sync.bootstrap({ tenantId, personId: owner, scope });
      if (isBootstrapRefusal(stream)) throw new Error(stream.code);
      const versions = new Map<string, number>();
      let position = 0;
      for await (const chunk of stream) {
        for (const text of chunk.trimEnd().split('\n')) {
          const read = JSON.parse(text) as BootstrapLine;
          if (isBootstrapEnd(read)) position = read.position;
          else versions.set(read.id, read.version);
        }
      }
      const line = await Line.open('olga');
      await line.subscribe(scope, position);
      await line.until(() => line.events.length > 10);
      const subscribed = line.of('subscribed')[0];
      expect(subscribed?.reset).toBe(false);
      for (const { recordId, version } of [...(subscribed?.events ?? []), ...line.events]) {
        expect(version).toBe((versions.get(recordId) ?? 0) + 1);
        versions.set(recordId, version);
      }
      line.socket.close();
    }
    isWriting = false;
    await writing;
  });

  test('[NODE6] a server that stops turns new sockets away with 503, before they open', async () => {
    const stopping = await serve();
    const known = new Line({ token: 'olga' });
    await once(known.socket, 'open');
    const closing = stopping.close({ graceMs: 500 });
    const late = new Line({ token: 'olga' });
    const [, answer] = (await once(late.socket, 'unexpected-response')) as [unknown, IncomingMessage];
    expect([answer.statusCode, answer.headers.connection]).toEqual([503, 'close']);
    await closing;
    listening.pop()?.close();
  });

  test('[HTTP1] a batch over HTTP and the same command over the socket have one outcome', async () => {
    const project = await newProject();
    const command = commandOf(createWorkItem(newId(), { project, title: 'Once' }));
    const from = { tenantId, personId: owner, userId: 'olga', ip: '127.0.0.1', via: 'web' } as const;
    const answer = await sync.submitBatch({ ...from, body: { commands: [command] } });
    const line = await Line.open('olga');
    line.put({ kind: 'command', command });
    await line.until(() => line.of('ack').length > 0);
    const [ack] = line.of('ack');
    expect(answer).toMatchObject({
      outcomes: [{ commandId: command.id, outcome: { kind: 'committed', lastPosition: ack?.lastPosition } }],
    });
    line.socket.close();
  });

  test('[WIRE40] a socket that is not read costs its budget and no more; read again, it misses nothing', async () => {
    const limits = { bufferedBytes: 50_000, slowReaderMs: 60_000 };
    const small = await serve(limits);
    const project = await newProject();
    const line = await Line.open('olga');
    await line.subscribe(projectScope(project), await engine.head(tenantId));
    line.socket.pause();
    const description = 'x'.repeat(150_000);
    let made = 0;
    // The kernel takes some megabytes before the server notices.
    while (small.stats().slowConnections === 0) {
      await run(createWorkItem(newId(), { project, title: `Item ${made++}`, description }));
    }
    for (let more = 0; more < 20; more++) {
      await run(createWorkItem(newId(), { project, title: `Item ${made++}` }));
    }
    expect(small.stats().bufferedBytes).toBeLessThan(limits.bufferedBytes + 2 * description.length);
    line.socket.resume();
    await line.until(() => line.events.length >= made || line.of('subscribed').length > 1);

    expect(line.of('subscribed')).toHaveLength(1);
    expect(line.events.map(({ patch }) => patch.set.title)).toEqual(
      Array.from({ length: made }, (_, at) => `Item ${at}`),
    );
    expect(small.stats().slowConnections).toBe(0);
    await small.close({ graceMs: 100 });
    listening.pop()?.close();
  });
});
