import {
  builtIn,
  type CommandDraft,
  claimPerson,
  createComment,
  createDependency,
  createLabel,
  createPerson,
  createProject,
  createWorkItem,
  deactivatePerson,
  deleteComment,
  moveWorkItem,
  reactToComment,
  resolveThread,
  setProjectMember,
  updateWorkItem,
} from '@atrium/model';
import { type JsonObject, newId, type RecordState } from '@atrium/protocol';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WireSocket } from '../live/wire-socket.ts';
import { type Asker, INSIDERS, type Insider, OTHER_WORD, type Victim, victim } from './victim.ts';

let house: Victim;
const sockets = new Map<Asker, WireSocket>();

beforeAll(async () => {
  house = await victim();
  for (const asker of [...INSIDERS, 'outsider'] as const) {
    const socket = new WireSocket(house.server.url, house.cookieOf(asker));
    await socket.hello(asker === 'outsider' ? house.otherTenantId : house.tenantId);
    sockets.set(asker, socket);
  }
});
afterAll(async () => {
  for (const socket of sockets.values()) await socket.close();
  await house.close();
});

function socketOf(asker: Asker): WireSocket {
  const socket = sockets.get(asker);
  if (!socket) throw new Error(`${asker} is not connected`);
  return socket;
}

type Where = 'open' | 'secret';

/** A project made for one question, so that no answer depends on an earlier one. */
interface Ground {
  readonly where: Where;
  /** Fresh, with the same members as the victim's. */
  project(): Promise<RecordState>;
  item(projectId?: string): Promise<RecordState>;
  /** Written by the owner. */
  comment(): Promise<RecordState>;
}

let keys = 0;

function ground(where: Where): Ground {
  const project = async () => {
    const { act, people } = house;
    keys += 1;
    const key = `Q${keys}`;
    const visibility = where === 'secret' ? 'private' : 'workspace';
    const made = await act(createProject(newId(), { key, name: `Ground ${key}`, visibility }));
    if (where === 'open') return made;
    return act(setProjectMember(made, { personId: people.viewer.personId, role: 'viewer' }));
  };
  const item = async (projectId = house[where].projectId) =>
    house.act(createWorkItem(newId(), { project: projectId, title: 'Of the owner' }));
  const comment = async () =>
    house.act(createComment(newId(), { subject: house[where].itemId, body: 'Well' }));
  return { where, project, item, comment };
}

const change = (name: string, record: RecordState, input: JsonObject = {}): CommandDraft => ({
  name,
  recordId: record.id,
  baseVersion: record.version,
  input,
});
const create = (name: string, input: JsonObject): CommandDraft => ({
  name,
  recordId: newId(),
  baseVersion: 0,
  input,
});
const deleted = async (record: RecordState): Promise<RecordState> =>
  house.act(change(`${record.type}.delete`, record));
const label = ({ where }: Ground) =>
  house.act(createLabel(newId(), { project: house[where].projectId, name: newId() }));
const dependency = async (on: Ground) =>
  house.act(
    createDependency(newId(), { from: (await on.item()).id, to: (await on.item()).id, kind: 'blocks' }),
  );
const someone = () => house.act(createPerson(newId(), { name: 'Someone', role: 'agent' }));
const workspace = () => house.read(house.tenantId);

type Answers = Record<Insider, string>;
interface Row {
  readonly draft: (on: Ground) => Promise<CommandDraft>;
  readonly open: Answers;
  /** In the private project; where the command has nothing to do with projects, the same. */
  readonly secret: Answers;
}

const answers = (
  readOnly: string,
  agent: string,
  viewer: string,
  manager: string,
  admin = 'ok',
  owner = 'ok',
): Answers => ({ readOnly, agent, viewer, manager, admin, owner });

const NO = 'FORBIDDEN';
const UNSEEN = 'NOT_FOUND';

/** Working in a project: everyone but those who only read; in a private one those who are in it. */
const work = (draft: Row['draft']): Row => ({
  draft,
  open: answers(NO, 'ok', 'ok', 'ok'),
  secret: answers(UNSEEN, UNSEEN, NO, UNSEEN),
});
/** Talking: those who only look at a project may, too. */
const talk = (draft: Row['draft']): Row => ({
  draft,
  open: answers(NO, 'ok', 'ok', 'ok'),
  secret: answers(UNSEEN, UNSEEN, 'ok', UNSEEN),
});
/** What others said: only those who manage the project. */
const moderate = (draft: Row['draft']): Row => ({
  draft,
  open: answers(NO, NO, NO, 'ok'),
  secret: answers(UNSEEN, UNSEEN, NO, UNSEEN),
});
const manage = (draft: Row['draft']): Row => ({
  draft,
  open: answers(NO, NO, NO, 'ok'),
  secret: answers(UNSEEN, UNSEEN, NO, UNSEEN),
});
const everywhere = (draft: Row['draft'], same: Answers): Row => ({ draft, open: same, secret: same });
const adminsOnly = (draft: Row['draft']): Row => everywhere(draft, answers(NO, NO, NO, NO));

const TABLE: Readonly<Record<string, Row>> = {
  'workspace.create': everywhere(
    async () => create('workspace.create', { name: 'Another' }),
    answers(NO, NO, NO, NO, 'ok', 'ok'),
  ),
  'workspace.update': adminsOnly(async () =>
    change('workspace.update', await workspace(), { name: newId() }),
  ),
  'person.create': adminsOnly(async () => create('person.create', { name: 'New', role: 'agent' })),
  'person.update': adminsOnly(async () => change('person.update', await someone(), { name: 'Other' })),
  'person.setRole': adminsOnly(async () => change('person.setRole', await someone(), { role: 'manager' })),
  'person.deactivate': adminsOnly(async () => deactivatePerson(await someone())),
  'person.reactivate': adminsOnly(async () => {
    const person = await house.act(deactivatePerson(await someone()));
    return change('person.reactivate', person);
  }),
  'person.claim': adminsOnly(async () => {
    const placeholder = await house.act(createPerson(newId(), { name: 'Ghost', placeholder: true }));
    return claimPerson(placeholder, { personId: house.people.owner.personId });
  }),
  'project.create': everywhere(
    async () => {
      keys += 1;
      return create('project.create', { key: `Q${keys}`, name: 'Mine' });
    },
    answers(NO, NO, NO, 'ok'),
  ),
  'project.update': manage(async (on) => change('project.update', await on.project(), { name: 'Mine' })),
  'project.setMember': manage(async (on) =>
    setProjectMember(await on.project(), { personId: house.people.agent.personId, role: 'lead' }),
  ),
  'project.removeMember': manage(async (on) =>
    change('project.removeMember', await on.project(), { personId: house.people.agent.personId }),
  ),
  'project.setStatuses': manage(async (on) => {
    const project = await on.project();
    return change('project.setStatuses', project, { statuses: project.fields.statuses ?? [] });
  }),
  'project.archive': manage(async (on) => change('project.archive', await on.project())),
  'project.unarchive': manage(async (on) => {
    const project = await on.project();
    return change('project.unarchive', await house.act(change('project.archive', project)));
  }),
  'project.delete': manage(async (on) => change('project.delete', await on.project())),
  'project.restore': manage(async (on) => change('project.restore', await deleted(await on.project()))),
  'label.create': work(async ({ where }) =>
    create('label.create', { project: house[where].projectId, name: newId() }),
  ),
  'label.update': work(async (on) => change('label.update', await label(on), { name: newId() })),
  'label.delete': work(async (on) => change('label.delete', await label(on))),
  'label.restore': work(async (on) => change('label.restore', await deleted(await label(on)))),
  'work_item.create': work(async ({ where }) =>
    create('work_item.create', { project: house[where].projectId, title: 'New' }),
  ),
  'work_item.update': work(async (on) => updateWorkItem(await on.item(), { set: { title: 'Mine' } })),
  'work_item.move': work(async (on) => moveWorkItem(await on.item(), { status: 'done' })),
  'work_item.setParent': work(async (on) => change('work_item.setParent', await on.item(), { parent: null })),
  'work_item.delete': work(async (on) => change('work_item.delete', await on.item())),
  'work_item.restore': work(async (on) => change('work_item.restore', await deleted(await on.item()))),
  'comment.create': talk(async ({ where }) =>
    create('comment.create', { subject: house[where].itemId, body: 'Hear' }),
  ),
  // Words in somebody's mouth: nobody but the author, whatever the role.
  'comment.edit': {
    draft: async (on) => change('comment.edit', await on.comment(), { body: 'I never said that' }),
    open: answers(NO, NO, NO, NO, NO, 'ok'),
    secret: answers(UNSEEN, UNSEEN, NO, UNSEEN, NO, 'ok'),
  },
  'comment.delete': moderate(async (on) => deleteComment(await on.comment())),
  'comment.restore': moderate(async (on) =>
    change('comment.restore', await house.act(deleteComment(await on.comment()))),
  ),
  'comment.react': talk(async (on) => reactToComment(await on.comment(), { emoji: '👍' })),
  'comment.unreact': talk(async (on) => {
    const comment = await house.act(reactToComment(await on.comment(), { emoji: '👍' }));
    return change('comment.unreact', comment, { emoji: '👍' });
  }),
  'comment.resolve': talk(async (on) => change('comment.resolve', await on.comment())),
  'comment.reopen': talk(async (on) =>
    change('comment.reopen', await house.act(resolveThread(await on.comment()))),
  ),
  'dependency.create': work(async (on) =>
    create('dependency.create', { from: (await on.item()).id, to: (await on.item()).id, kind: 'blocks' }),
  ),
  'dependency.delete': work(async (on) => change('dependency.delete', await dependency(on))),
  'dependency.restore': work(async (on) => change('dependency.restore', await deleted(await dependency(on)))),
  'history.undo': work(async (on) => {
    const item = await house.act(updateWorkItem(await on.item(), { set: { title: 'Undone' } }));
    const [event] = await house.server.services.engine.readEvents(house.tenantId, {
      recordId: item.id,
      limit: 1,
      order: 'newest first',
    });
    return change('history.undo', item, { commandId: event?.commandId ?? '' });
  }),
  'history.restore': work(async (on) => {
    const item = await house.act(updateWorkItem(await on.item(), { set: { title: 'Reverted' } }));
    return change('history.restore', item, { version: 1 });
  }),
  'history.restoreDeleted': work(async (on) =>
    change('history.restoreDeleted', await deleted(await on.item())),
  ),
  'conflict.settle': work(async (on) =>
    create('conflict.settle', {
      record: (await on.item()).id,
      command: newId(),
      values: { title: { kept: 'theirs', mine: 'Mine' } },
    }),
  ),
};

const NAMES = [...builtIn.commands.keys()];

describe('every command x everyone who may send it', () => {
  test('the table holds every command there is', () => {
    expect(Object.keys(TABLE).sort()).toEqual([...NAMES].sort());
  });

  test.each(NAMES)('[SESS26] %s', async (name) => {
    const row = TABLE[name];
    if (!row) throw new Error('A new command needs a row that says who may do it');
    for (const where of ['open', 'secret'] as const) {
      const answered: Partial<Answers> = {};
      for (const asker of INSIDERS) {
        const draft = await row.draft(ground(where));
        expect(draft.name).toBe(name);
        answered[asker] = await socketOf(asker).command(draft);
      }
      expect(answered, where).toEqual(row[where]);
    }
  });

  /** What makes something of one's own, without a word about anyone else's. */
  const OWN = new Set(['workspace.create', 'person.create', 'project.create']);

  test.each(NAMES)('[WIRE60] %s reaches nothing of another workspace', async (name) => {
    const head = await house.server.services.engine.head(house.tenantId);
    const draft = await TABLE[name]?.draft(ground('open'));
    if (!draft) throw new Error('A new command needs a row');
    const before = await house.server.services.engine.head(house.tenantId);
    const answer = await socketOf('outsider').command(draft);
    expect(['NOT_FOUND', 'INVALID_INPUT', 'NOTHING_TO_UNDO', ...(OWN.has(name) ? ['ok'] : [])]).toContain(
      answer,
    );
    expect(await house.server.services.engine.head(house.tenantId)).toBe(before);
    expect(before).toBeGreaterThanOrEqual(head);
    expect(socketOf('outsider').text).not.toContain('Of the owner');
  });

  test('[WIRE60] an undo that is too late tells nothing of a private project to who is not in it', async () => {
    const undo = await TABLE['history.undo']?.draft(ground('secret'));
    if (!undo) throw new Error('no row');
    await house.act(updateWorkItem(await house.read(undo.recordId), { set: { title: 'Later' } }));
    const stale: Partial<Answers> = {};
    for (const asker of INSIDERS) stale[asker] = await socketOf(asker).command(undo);
    expect(stale).toEqual(answers(UNSEEN, UNSEEN, NO, UNSEEN, 'UNDO_STALE', 'UNDO_STALE'));
  });

  test('[SESS20] an actor or a tenant cannot be claimed inside a command', async () => {
    const item = await ground('open').item();
    const { personId } = house.people.owner;
    for (const more of [{ actor: { personId, via: 'system' } }, { tenantId: house.otherTenantId }]) {
      const draft = updateWorkItem(item, { set: { title: OTHER_WORD } });
      const answer = await socketOf('readOnly').command({ ...draft, input: { ...draft.input, ...more } });
      expect(answer).toBe('INVALID_INPUT');
    }
  });
});
