import {
  type CommandDraft,
  createComment,
  createProject,
  createWorkItem,
  type Role,
  setProjectMember,
} from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { type TestServer, type TestUser, testServer } from '@atrium/server/testing';

/** Who asks. The viewer is an agent whom the private project lets look; the outsider has another workspace. */
export const ASKERS = [
  'stranger',
  'signedOut',
  'outsider',
  'readOnly',
  'agent',
  'viewer',
  'manager',
  'admin',
  'owner',
] as const;
export type Asker = (typeof ASKERS)[number];
export type Insider = Exclude<Asker, 'stranger' | 'signedOut' | 'outsider'>;
export const INSIDERS = ASKERS.slice(3) as readonly Insider[];

/** Words that stand in titles of the private project, and of the other workspace, and nowhere else. */
export const SECRET_WORD = 'Takeoverxyz';
export const OTHER_WORD = 'Neighbourxyz';

export interface Place {
  readonly projectId: string;
  readonly itemId: string;
  readonly commentId: string;
}

/** A workspace with an open and a private project, and a neighbour; everyone who may ask is signed in. */
export interface Victim {
  readonly server: TestServer;
  readonly tenantId: string;
  readonly otherTenantId: string;
  readonly people: Record<Exclude<Asker, 'stranger'>, TestUser>;
  readonly secret: Place;
  readonly open: Place;
  readonly other: Place;
  /** Does something as the owner of the workspace, or of the other one. */
  act(draft: CommandDraft, tenant?: 'other'): Promise<RecordState>;
  read(id: string): Promise<RecordState>;
  cookieOf(asker: Asker): string | undefined;
  close(): Promise<void>;
}

export async function victim(options?: Parameters<typeof testServer>[1]): Promise<Victim> {
  const server = await testServer(undefined, options);
  const { engine, identity } = server.services;
  const { tenantId, owner } = await server.createWorkspace('Victim');
  const neighbour = await server.createWorkspace(`The ${OTHER_WORD}`);
  const member = (role: Role) => server.createMember(tenantId, role);
  const people = {
    signedOut: await member('admin'),
    outsider: neighbour.owner,
    readOnly: await member('readOnly'),
    agent: await member('agent'),
    viewer: await member('agent'),
    manager: await member('manager'),
    admin: await member('admin'),
    owner,
  };
  await identity.sessions.endAll(people.signedOut.userId);

  const read = async (id: string, tenant = tenantId): Promise<RecordState> => {
    const [record] = await engine.readRecords(tenant, [id]);
    if (!record) throw new Error(`${id} does not exist`);
    return record;
  };
  const act: Victim['act'] = async (draft, tenant) => {
    const [inTenant, { personId }] = tenant ? [neighbour.tenantId, neighbour.owner] : [tenantId, owner];
    const command = { ...draft, id: newId(), issuedAt: new Date().toISOString() };
    const outcome = await engine.submit(inTenant, { personId, via: 'web' }, command);
    if (outcome.kind === 'refused') throw new Error(`${draft.name}: ${outcome.refusal.message}`);
    return read(draft.recordId, inTenant);
  };
  const place = async (key: string, word: string, more: object, tenant?: 'other'): Promise<Place> => {
    const project = await act(createProject(newId(), { key, name: `${word} project`, ...more }), tenant);
    const item = await act(createWorkItem(newId(), { project: project.id, title: `${word} item` }), tenant);
    const comment = await act(createComment(newId(), { subject: item.id, body: `${word} comment` }), tenant);
    return { projectId: project.id, itemId: item.id, commentId: comment.id };
  };
  const secret = await place('SEC', SECRET_WORD, { visibility: 'private' });
  const secretProject = await read(secret.projectId);
  await act(setProjectMember(secretProject, { personId: people.viewer.personId, role: 'viewer' }));
  return {
    server,
    tenantId,
    otherTenantId: neighbour.tenantId,
    people,
    secret,
    open: await place('OPE', 'Open', {}),
    other: await place('OTH', OTHER_WORD, {}, 'other'),
    act,
    read: (id) => read(id),
    cookieOf: (asker) => (asker === 'stranger' ? undefined : people[asker].cookie),
    close: () => server.close(),
  };
}
