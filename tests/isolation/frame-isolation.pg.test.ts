import {
  createComment,
  createWorkItem,
  projectScope,
  recordScope,
  updateProject,
  updateWorkItem,
  WORKSPACE_SCOPE,
} from '@atrium/model';
import { type ClientFrame, newId } from '@atrium/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WireSocket } from '../live/wire-socket.ts';
import { ASKERS, type Asker, OTHER_WORD, SECRET_WORD, type Victim, victim } from './victim.ts';

let house: Victim;
const sockets: WireSocket[] = [];

beforeAll(async () => {
  house = await victim();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) await socket.close();
});
afterAll(() => house.close());

async function connect(asker: Asker): Promise<WireSocket> {
  const socket = new WireSocket(house.server.url, house.cookieOf(asker));
  sockets.push(socket);
  return socket.open();
}

/** Greeted where the asker belongs: the outsider comes with a session of another workspace. */
async function greeted(asker: Asker): Promise<WireSocket> {
  const socket = await connect(asker);
  await socket.hello(asker === 'outsider' ? house.otherTenantId : house.tenantId);
  return socket;
}

const welcomed = (answer: { kind: string } | number) =>
  typeof answer === 'number' ? `closed ${answer}` : answer.kind;

/** One frame of each kind, aimed at the private project; what came of it, in a word. */
const PROBES: Record<ClientFrame['kind'], (asker: Asker) => Promise<string>> = {
  hello: async (asker) => welcomed(await (await connect(asker)).hello(house.tenantId)),
  command: async (asker) => {
    const item = await house.read(house.secret.itemId);
    return (await greeted(asker)).command(updateWorkItem(item, { set: { priority: 'high' } }));
  },
  subscribe: async (asker) => (await greeted(asker)).subscribe(projectScope(house.secret.projectId), 0),
  unsubscribe: async (asker) => {
    const socket = await greeted(asker);
    socket.send({ kind: 'unsubscribe', scope: projectScope(house.secret.projectId) });
    return (await socket.settle()) ? 'nothing' : `closed ${await socket.closed}`;
  },
  presence: async (asker) => {
    const scope = projectScope(house.secret.projectId);
    const head = await house.server.services.engine.head(house.tenantId);
    const listener = await greeted('owner');
    await listener.subscribe(scope, head);
    const socket = await greeted(asker);
    const answer = await socket.subscribe(scope, head);
    if (answer.startsWith('closed')) return answer;
    const [probe, end] = [newId(), newId()];
    socket.send({ kind: 'presence', scope, state: { at: probe } });
    await socket.settle();
    // The listener's own comes after whatever the asker's brought about, in the order of the wire.
    listener.send({ kind: 'presence', scope, state: { at: end } });
    const told = await listener.wait((frame) =>
      frame.kind === 'presence' && JSON.stringify(frame.entries).includes(end) ? frame : undefined,
    );
    if (typeof told === 'number') return `closed ${told}`;
    const heard = listener.frames.some(
      (frame) => frame.kind === 'presence' && JSON.stringify(frame.entries).includes(probe),
    );
    return heard ? 'heard' : 'nothing';
  },
  ping: async (asker) => {
    const socket = await greeted(asker);
    return (await socket.settle()) ? 'pong' : `closed ${await socket.closed}`;
  },
  pong: async (asker) => {
    const socket = await greeted(asker);
    socket.send({ kind: 'pong', nonce: 4711 });
    return (await socket.settle()) ? 'nothing' : `closed ${await socket.closed}`;
  },
};

type Answers = Record<Asker, string>;
const inside = (answer: string): Answers => ({
  ...(Object.fromEntries(ASKERS.map((asker) => [asker, answer])) as Answers),
  stranger: 'closed 4401',
  signedOut: 'closed 4401',
});
/** What only those in the private project get; admins and owners always are. */
const those = (answer: string, others: string): Answers => ({
  ...inside(others),
  viewer: answer,
  admin: answer,
  owner: answer,
});

const EXPECTED: Record<ClientFrame['kind'], Answers> = {
  hello: { ...inside('welcome'), outsider: 'closed 4403' },
  command: { ...those('ok', 'NOT_FOUND'), viewer: 'FORBIDDEN' },
  subscribe: those('reset', 'not_found'),
  unsubscribe: inside('nothing'),
  presence: those('heard', 'nothing'),
  ping: inside('pong'),
  pong: inside('nothing'),
};

const KINDS = Object.keys(EXPECTED) as ClientFrame['kind'][];

describe('every frame x everyone who may ask', () => {
  test.each(KINDS)('[WIRE60] %s', async (kind) => {
    const answered: Partial<Answers> = {};
    for (const asker of ASKERS) answered[asker] = await PROBES[kind](asker);
    expect(answered).toEqual(EXPECTED[kind]);
  });

  test('[SESS3] no frame but Hello opens a conversation', async () => {
    const scope = WORKSPACE_SCOPE;
    const item = await house.read(house.open.itemId);
    const issuedAt = new Date().toISOString();
    const command = { ...updateWorkItem(item, { set: { title: 'No' } }), id: newId(), issuedAt };
    const frames: ClientFrame[] = [
      { kind: 'command', command },
      { kind: 'subscribe', scope, fromPosition: 0 },
      { kind: 'unsubscribe', scope },
      { kind: 'presence', scope, state: {} },
    ];
    for (const frame of frames) {
      const socket = await connect('owner');
      socket.send(frame);
      expect(await socket.closed, frame.kind).toBe(4400);
      expect(socket.frames.map(({ kind }) => kind)).toEqual(['problem']);
    }
  });
});

describe('what reaches a connection', () => {
  /** Every scope that names anything of either workspace, asked from the start, the middle and the end. */
  async function askForEverything(socket: WireSocket): Promise<void> {
    const head = await house.server.services.engine.head(house.tenantId);
    const { secret, open, other } = house;
    const ids = [secret, open, other].flatMap(({ projectId, itemId, commentId }) => [
      projectId,
      itemId,
      commentId,
    ]);
    const scopes = [WORKSPACE_SCOPE, ...ids.flatMap((id) => [projectScope(id), recordScope(id)])];
    for (const scope of [...scopes, projectScope(house.otherTenantId), 'work_item', '', 'project:*']) {
      for (const from of [0, 1, head]) {
        if ((await socket.subscribe(scope, from)) === 'subscribed') break;
      }
    }
  }

  /** Everything but the withdrawals, which only say back which scope was asked for. */
  const told = (socket: WireSocket) =>
    JSON.stringify(socket.frames.filter(({ kind }) => kind !== 'withdrawn'));

  async function stir(round: number): Promise<void> {
    const { act, secret, open, other, read } = house;
    const title = `${SECRET_WORD} ${round}`;
    await act(updateWorkItem(await read(secret.itemId), { set: { title } }));
    await act(createWorkItem(newId(), { project: secret.projectId, title }));
    await act(createComment(newId(), { subject: secret.itemId, body: title }));
    await act(updateProject(await read(secret.projectId), { name: title }));
    await act(
      createWorkItem(newId(), { project: other.projectId, title: `${OTHER_WORD} ${round}` }),
      'other',
    );
    await act(updateWorkItem(await read(open.itemId), { set: { title: `Open ${round}` } }));
  }

  test('[WIRE60] whatever is asked for and whatever happens, nothing of another workspace or a closed project', async () => {
    const asking = ASKERS.filter((asker) => asker !== 'stranger' && asker !== 'signedOut');
    const open = new Map<Asker, WireSocket>();
    for (const asker of asking) {
      const socket = await greeted(asker);
      open.set(asker, socket);
      await askForEverything(socket);
    }
    for (let round = 1; round <= 5; round++) await stir(round);
    for (const [asker, socket] of open) {
      if (asker === 'outsider') await socket.settle();
      else await socket.wait((frame) => (JSON.stringify(frame).includes('Open 5') ? true : undefined));
    }
    const secrets = [SECRET_WORD, ...Object.values(house.secret)];
    const others = [OTHER_WORD, ...Object.values(house.other), house.otherTenantId];
    const victims = [house.tenantId, ...secrets, ...Object.values(house.open), 'Open 5'];
    for (const [asker, socket] of open) {
      const isIn = asker === 'viewer' || asker === 'admin' || asker === 'owner';
      const never = asker === 'outsider' ? victims : isIn ? others : [...secrets, ...others];
      expect(
        never.filter((word) => told(socket).includes(word)),
        asker,
      ).toEqual([]);
      // Titles are in no byte at all, not even in frames that this test cannot read.
      const words = never.filter((word) => /xyz|Open/.test(word));
      expect(
        words.filter((word) => socket.text.includes(word)),
        asker,
      ).toEqual([]);
      expect(told(socket).includes(SECRET_WORD), asker).toBe(isIn);
    }
  });

  test('[SESS41] who has no session gets one frame that says so, and is gone', async () => {
    for (const asker of ['stranger', 'signedOut'] as const) {
      const socket = await connect(asker);
      expect(await socket.closed).toBe(4401);
      expect(socket.frames).toMatchObject([{ kind: 'problem', code: 'UNAUTHENTICATED', closeCode: 4401 }]);
      expect(socket.bytes).toHaveLength(1);
    }
  });

  test('[SESS4] a workspace of others and one that does not exist cannot be told apart', async () => {
    const answers = [];
    for (const tenantId of [house.tenantId, newId()]) {
      const socket = await connect('outsider');
      expect(await socket.hello(tenantId)).toBe(4403);
      answers.push(socket.frames);
    }
    expect(answers[0]).toEqual(answers[1]);
  });
});
