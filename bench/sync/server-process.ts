/** The real server, as it is started for people, with a workspace to look at. Argument: `ServerArguments` as JSON. */
import { createWorkspace, joinWorkspace, type Result } from '@atrium/identity';
import { updateWorkItem } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { readSettings, startServer } from '@atrium/server';
import pg from 'pg';
import { seedProject } from '../engine/seed-board.ts';
import type { Board } from '../engine/workload.ts';
import { childArguments, serveParent } from '../measure/child.ts';
import { epochMs } from '../measure/epoch-ms.ts';
import { openLoop } from '../measure/open-loop.ts';

export interface ServerArguments {
  readonly dataDir: string;
  readonly users: number;
  /** Work items in the projects that are loaded, and in the one that people work in. */
  readonly loaded: number;
  readonly large: number;
  readonly live: number;
}

export interface ServerReady {
  readonly url: string;
  readonly postgres: number;
  readonly tenantId: string;
  /** For the `cookie` header, with the person behind it. */
  readonly people: readonly { readonly cookie: string; readonly personId: string }[];
  readonly loadedProjectId: string;
  readonly largeProjectId: string;
  readonly liveProjectId: string;
  readonly liveItemIds: readonly string[];
}

/** So many edits at once, as fast as they can be taken. */
export interface Burst {
  readonly commands: number;
}

/** Commands one by one at a rate. */
export interface Steady {
  readonly perSecond: number;
  readonly milliseconds: number;
}

export interface SteadyDone {
  /** Where each stands in the log, and when it was committed, in milliseconds since 1970. */
  readonly commits: readonly { readonly position: number; readonly at: number }[];
}

export interface BurstDone {
  readonly lastPosition: number;
}

const PASSWORD = 'correct horse battery';

const { dataDir, users, loaded, large, live } = childArguments<ServerArguments>();
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
const largeBoard = await seedProject(engine, { tenantId, personId, items: large, key: 'LARGE' });
const liveBoard = await seedProject(engine, { tenantId, personId, items: live, key: 'LIVE' });
await settled();
let bursts = 0;

const ready: ServerReady = {
  url: server.url,
  postgres: postgres.version,
  tenantId,
  people,
  loadedProjectId: loadedBoard.projectId,
  largeProjectId: largeBoard.projectId,
  liveProjectId: liveBoard.projectId,
  liveItemIds: liveBoard.itemIds,
};
serveParent<Burst | Steady>(
  ready,
  (request) => ('commands' in request ? burst(liveBoard, request.commands) : steady(liveBoard, request)),
  () => server.close(),
);

async function burst({ itemIds }: Board, commands: number): Promise<BurstDone> {
  bursts += 1;
  const records = await engine.readRecords(tenantId, itemIds.slice(0, commands));
  const positions = await Promise.all(
    records.map((record) => edit(record, `Burst ${bursts} of ${record.fields.number}`)),
  );
  return { lastPosition: Math.max(...positions) };
}

async function steady({ itemIds }: Board, run: Steady): Promise<SteadyDone> {
  bursts += 1;
  const records = await engine.readRecords(tenantId, itemIds);
  const versions = new Map(records.map((record) => [record.id, record]));
  const commits: Promise<SteadyDone['commits'][number]>[] = [];
  await openLoop(run, (number) => {
    const record = versions.get(itemIds[number % itemIds.length] ?? '');
    if (!record) throw new Error('The item is not there.');
    commits.push(
      edit(record, `Steady ${bursts} of ${number}`).then((position) => ({ position, at: epochMs() })),
    );
  });
  return { commits: await Promise.all(commits) };
}

/** Answers its position. */
async function edit(record: RecordState, title: string): Promise<number> {
  const outcome = await engine.submit(
    tenantId,
    { personId, via: 'web' },
    {
      ...updateWorkItem(record, { set: { title } }),
      id: newId(),
      issuedAt: new Date().toISOString(),
    },
  );
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
  return outcome.lastPosition;
}

/** What follows from a hundred thousand new records in the background is done before anything is measured. */
async function settled(): Promise<void> {
  for (const consumer of ['search', 'snapshots']) await engine.consumers.caughtUp(consumer, tenantId);
  const owner = new pg.Client(postgres.connection);
  await owner.connect();
  await owner.query('VACUUM ANALYZE');
  await owner.query('CHECKPOINT');
  await owner.end();
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
