/** The real server, as it is started for people, with a workspace to look at. Argument: `ServerArguments` as JSON. */
import { createWorkspace, joinWorkspace, type Result } from '@atrium/identity';
import { updateWorkItem } from '@atrium/model';
import { newId } from '@atrium/protocol';
import { readSettings, startServer } from '@atrium/server';
import { seedProject } from '../engine/seed-board.ts';
import type { Board } from '../engine/workload.ts';
import { childArguments, serveParent } from '../measure/child.ts';

export interface ServerArguments {
  readonly dataDir: string;
  readonly users: number;
  /** Work items in the project that is loaded, and in the one that people work in. */
  readonly loaded: number;
  readonly live: number;
}

export interface ServerReady {
  readonly url: string;
  readonly postgres: number;
  readonly tenantId: string;
  /** For the `cookie` header, with the person behind it. */
  readonly people: readonly { readonly cookie: string; readonly personId: string }[];
  readonly loadedProjectId: string;
  readonly liveProjectId: string;
  readonly liveItemIds: readonly string[];
}

/** So many edits at once, as fast as they can be taken. */
export interface Burst {
  readonly commands: number;
}

export interface BurstDone {
  readonly lastPosition: number;
}

const PASSWORD = 'correct horse battery';

const { dataDir, users, loaded, live } = childArguments<ServerArguments>();
const settings = readSettings({ port: 0, dataDir, logLevel: 'error' }, {});
const server = await startServer(settings, { limitSignIns: false });
const { engine, identity, postgres } = server.services;

const owner = await createUser();
const { tenantId, personId } = orThrow(await createWorkspace(engine, owner, { name: 'Measured' }));
const people = [{ cookie: await signIn(owner.email), personId }];
while (people.length < users) {
  const user = await createUser();
  const joined = orThrow(await joinWorkspace(engine, tenantId, user, 'manager'));
  people.push({ cookie: await signIn(user.email), personId: joined.personId });
}
const loadedBoard = await seedProject(engine, { tenantId, personId, items: loaded, key: 'LOADED' });
const liveBoard = await seedProject(engine, { tenantId, personId, items: live, key: 'LIVE' });
let bursts = 0;

const ready: ServerReady = {
  url: server.url,
  postgres: postgres.version,
  tenantId,
  people,
  loadedProjectId: loadedBoard.projectId,
  liveProjectId: liveBoard.projectId,
  liveItemIds: liveBoard.itemIds,
};
serveParent<Burst>(
  ready,
  ({ commands }) => burst(liveBoard, commands),
  () => server.close(),
);

async function burst({ itemIds }: Board, commands: number): Promise<BurstDone> {
  bursts += 1;
  const records = await engine.readRecords(tenantId, itemIds.slice(0, commands));
  const outcomes = await Promise.all(
    records.map((record) =>
      engine.submit(
        tenantId,
        { personId, via: 'web' },
        {
          ...updateWorkItem(record, { set: { title: `Burst ${bursts} of ${record.fields.number}` } }),
          id: newId(),
          issuedAt: new Date().toISOString(),
        },
      ),
    ),
  );
  const last = outcomes.map((outcome) => (outcome.kind === 'committed' ? outcome.lastPosition : 0));
  return { lastPosition: Math.max(...last) };
}

async function createUser() {
  const email = `${newId().slice(-12)}@bench.example`;
  return orThrow(await identity.createUser({ name: email.slice(0, 6), email, password: PASSWORD }));
}

async function signIn(email: string): Promise<string> {
  const response = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email, password: PASSWORD }),
  });
  if (!response.ok) throw new Error(`Sign-in failed with ${response.status}.`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

function orThrow<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.refusal.message);
}
