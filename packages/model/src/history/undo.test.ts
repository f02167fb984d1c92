import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CommandDraft } from '../commands/command-definition.ts';
import { isServerOnly } from '../commands/decide.ts';
import { createComment, deleteComment, editComment } from '../comments/comment-commands.ts';
import { reactionsOf, reactToComment } from '../comments/reaction-commands.ts';
import { createLabel } from '../projects/label.ts';
import { archiveProject, createProject, setProjectMember } from '../projects/project-commands.ts';
import { builtIn } from '../registry.ts';
import { createWorld, type SendOptions, type World } from '../testing/world.ts';
import {
  createWorkItem,
  deleteWorkItem,
  moveWorkItem,
  restoreWorkItem,
  updateWorkItem,
} from '../work-items/work-item-commands.ts';
import { invert } from './invert.ts';
import { undoCommand } from './undo-command.ts';

test('[UNDO1] undo gives every field its value back, and undoing the undo gives it again', () => {
  const set = fc.record(
    {
      title: fc.constantFrom('A', 'B'),
      status: fc.constantFrom('backlog', 'in_progress', 'done', 'canceled'),
      estimate: fc.constantFrom(1, 2, null),
      dueDate: fc.constantFrom('2026-01-01', null),
    },
    { requiredKeys: [] },
  );
  const change = fc.oneof(
    fc.record({ kind: fc.constant('update' as const), set, add: fc.boolean(), remove: fc.boolean() }),
    fc.record({ kind: fc.constant('move' as const), status: fc.constantFrom('todo', 'done') }),
    fc.record({ kind: fc.constant('delete' as const) }),
    fc.record({ kind: fc.constant('restore' as const) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), change, (before, last) => {
      const world = createWorld();
      const project = world.project();
      const label = world.read.referrers('label', 'project', project.id)[0]?.id ?? '';
      const { id } = world.item(project, { title: 'Base' });
      const draftOf = (step: typeof last): CommandDraft => {
        const item = world.get(id);
        if (step.kind === 'move') return moveWorkItem(item, { status: step.status });
        if (step.kind === 'delete') return deleteWorkItem(item);
        if (step.kind === 'restore') return restoreWorkItem(item);
        const add = step.add ? { labels: [label] } : undefined;
        return updateWorkItem(item, {
          set: step.set,
          add,
          remove: step.remove ? { labels: [label] } : undefined,
        });
      };
      for (const step of before) world.send(draftOf(step));
      const was = world.get(id);
      const sent = world.send(draftOf(last));
      if (!sent.ok || sent.events.length === 0) return;
      const then = world.get(id);
      const undone = send(world, undoCommand(then, { commandId: sent.commandId }));
      expect(visible(world, id)).toEqual({ fields: was.fields, deleted: was.deletedAt !== null });
      send(world, undoCommand(then, { commandId: undone }));
      expect(visible(world, id)).toEqual({ fields: then.fields, deleted: then.deletedAt !== null });
    }),
  );
});

test('[UNDO2] a command is undone whole or not at all', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const set = { title: 'Mine', priority: 'high' } as const;
  const commandId = send(world, updateWorkItem(item, { set }));
  const later = world.run(updateWorkItem(world.get(item.id), { set: { title: 'Theirs' } }));
  expect(world.refused(undoCommand(item, { commandId }))).toMatchObject({
    code: 'UNDO_STALE',
    details: { records: [{ recordId: item.id, fields: ['title'] }] },
  });
  expect(world.get(item.id)).toEqual(later);
});

test('[UNDO3] what was created is deleted, unless its fields changed since', () => {
  const world = createWorld();
  const project = world.project();
  const create = () => createWorkItem(world.newId(), { project: project.id, title: 'New' });
  const one = create();
  const first = send(world, one);
  world.run(createComment(world.newId(), { subject: one.recordId, body: 'Hi' }));
  const undone = send(world, undoCommand(world.get(one.recordId), { commandId: first }));
  expect(world.get(one.recordId).deletedAt).not.toBeNull();
  send(world, undoCommand(world.get(one.recordId), { commandId: undone }));
  expect(world.get(one.recordId).deletedAt).toBeNull();
  const two = create();
  const second = send(world, two);
  world.run(moveWorkItem(world.get(two.recordId), { rank: 'a5' }));
  expect(world.refused(undoCommand(world.get(two.recordId), { commandId: second }))).toMatchObject({
    code: 'UNDO_STALE',
    details: { records: [{ fields: ['rank'] }] },
  });
});

test('[UNDO3] a command on many records is undone and redone with all of them', () => {
  const world = createWorld();
  const draft = createProject(world.newId(), { key: 'NEW', name: 'New' });
  const made = send(world, draft);
  const undone = send(world, undoCommand(world.get(draft.recordId), { commandId: made }));
  const gone = [...world.records.values()].filter(({ deletedAt }) => deletedAt !== null);
  expect(gone.map(({ type }) => type).sort()).toEqual(['label', 'label', 'label', 'project']);
  send(world, undoCommand(world.get(draft.recordId), { commandId: undone }));
  expect([...world.records.values()].every(({ deletedAt }) => deletedAt === null)).toBe(true);
  expect(world.read.find('project:NEW')).toBe(draft.recordId);
});

test('[UNDO4] sets, keyed objects and counts lose what the command added and keep what others added', () => {
  const world = createWorld();
  const [a, b] = [world.person({}).id, world.person({}).id];
  const project = world.project();
  const item = world.item(project, { assignees: [world.owner] });
  const assign = send(
    world,
    updateWorkItem(item, { add: { assignees: [a] }, remove: { assignees: [world.owner] } }),
  );
  world.run(updateWorkItem(item, { add: { assignees: [b] } }));
  send(world, undoCommand(item, { commandId: assign }));
  expect(world.get(item.id).fields.assignees).toEqual([b, world.owner]);

  const join = send(world, setProjectMember(project, { personId: a, role: 'member' }));
  world.run(setProjectMember(project, { personId: b, role: 'viewer' }));
  send(world, undoCommand(project, { commandId: join }));
  expect(world.get(project.id).fields.members).toEqual({ [world.owner]: 'lead', [b]: 'viewer' });

  const draft = createComment(world.newId(), { subject: item.id, body: 'One' });
  const said = send(world, draft);
  const other = world.run(createComment(world.newId(), { subject: item.id, body: 'Two' }));
  send(world, undoCommand(world.get(draft.recordId), { commandId: said }));
  expect(world.get(item.id).fields.commentCount).toBe(1);
  const react = send(world, reactToComment(other, { emoji: '👍' }), { as: a });
  world.run(reactToComment(other, { emoji: '👍' }), { as: b });
  send(world, undoCommand(other, { commandId: react }), { as: a });
  expect(reactionsOf(world.get(other.id))).toEqual({ '👍': [b] });
});

test('[UNDO5] undo needs the rights, and passes the guards, of the change it makes', () => {
  const world = createWorld();
  const project = world.project();
  const [agent, reader] = [world.person({ role: 'agent' }).id, world.person({ role: 'readOnly' }).id];
  const item = world.item(project);
  const moved = send(world, moveWorkItem(item, { status: 'done' }));
  expect(world.refused(undoCommand(item, { commandId: moved }), { as: reader }).code).toBe('FORBIDDEN');
  const joined = send(world, setProjectMember(project, { personId: reader, role: 'viewer' }));
  expect(world.refused(undoCommand(project, { commandId: joined }), { as: agent }).code).toBe('FORBIDDEN');

  const comment = world.run(createComment(world.newId(), { subject: item.id, body: 'A' }), { as: agent });
  const edited = send(world, editComment(comment, { body: 'B' }), { as: agent });
  expect(world.refused(undoCommand(comment, { commandId: edited })).code).toBe('FORBIDDEN');
  send(world, undoCommand(comment, { commandId: edited }), { as: agent });
  expect(world.get(comment.id).fields).toMatchObject({ body: 'A' });
  expect(world.get(comment.id).fields).not.toHaveProperty('editedAt');

  const archived = send(world, archiveProject(world.get(project.id)));
  expect(world.refused(undoCommand(item, { commandId: moved })).code).toBe('FORBIDDEN');
  send(world, undoCommand(project, { commandId: archived }));
  send(world, undoCommand(item, { commandId: moved }), { as: agent });
  expect(world.get(item.id).fields).not.toHaveProperty('completedAt');
});

test('[UNDO5] undo gives no key back that someone else took', () => {
  const world = createWorld();
  const project = world.project();
  const draft = createLabel(world.newId(), { project: project.id, name: 'UX' });
  const made = send(world, draft);
  const undone = send(world, undoCommand(world.get(draft.recordId), { commandId: made }));
  world.run(createLabel(world.newId(), { project: project.id, name: 'UX' }));
  const redo = undoCommand(world.get(draft.recordId), { commandId: undone });
  expect(world.refused(redo).code).toBe('ALREADY_EXISTS');
});

test('[UNDO6] what cannot be undone any more is refused with NOTHING_TO_UNDO', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const other = world.item(world.get(String(item.fields.project)));
  const commandId = send(world, moveWorkItem(item, { status: 'done' }));
  send(world, undoCommand(item, { commandId }));
  expect(world.refused(undoCommand(item, { commandId })).code).toBe('NOTHING_TO_UNDO');
  expect(world.refused(undoCommand(other, { commandId })).code).toBe('NOTHING_TO_UNDO');
  expect(world.refused(undoCommand(item, { commandId: world.newId() })).code).toBe('NOTHING_TO_UNDO');
});

test('[UNDO7] a whole cause is undone as far as it goes, with a report of the rest', () => {
  const world = createWorld();
  const cause = 'import:1';
  const project = world.project();
  const start = world.log.length;
  const create = () => createWorkItem(world.newId(), { project: project.id, title: 'Imported' });
  const [one, two] = [world.run(create(), { cause }), world.run(create(), { cause })];
  const comment = world.run(createComment(world.newId(), { subject: one.id, body: 'Old' }), { cause });
  world.run(updateWorkItem(two, { set: { title: 'Kept' } }));
  const events = world.log.slice(start).filter((event) => event.cause === cause);
  const { drafts, blocked } = invert(events, {
    actor: { personId: world.owner, via: 'web' },
    now: '2026-03-01T00:00:00.000Z',
    read: world.read,
    member: { personId: world.owner, role: 'owner' },
    types: builtIn.types,
  });
  expect(blocked).toEqual([{ recordId: two.id, fields: ['title'] }]);
  const deleted = drafts.filter(({ change }) => change === 'deleted').map(({ recordId }) => recordId);
  expect(deleted).toEqual([comment.id, one.id]);
});

test('[UNDO3] undoing the deletion of a comment brings it and its count back', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const comment = world.run(createComment(world.newId(), { subject: item.id, body: 'Hi' }));
  const commandId = send(world, deleteComment(comment));
  expect(world.get(item.id).fields.commentCount).toBe(0);
  send(world, undoCommand(comment, { commandId }));
  expect(world.get(comment.id).deletedAt).toBeNull();
  expect(world.get(item.id).fields.commentCount).toBe(1);
});

test('[UNDO8] a client that does not know the events does not guess', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const blind = { ...world.read, eventsOf: () => undefined };
  const commandOf = (draft: CommandDraft) => ({ id: world.newId(), issuedAt: '', ...draft });
  const undo = commandOf(undoCommand(item, { commandId: world.newId() }));
  expect(isServerOnly(undo, blind)).toBe(true);
  expect(isServerOnly(undo, world.read)).toBe(false);
  expect(isServerOnly(commandOf(moveWorkItem(item, { status: 'done' })), blind)).toBe(false);
});

function send(world: World, draft: CommandDraft, options?: SendOptions): string {
  const sent = world.send(draft, options);
  if (!sent.ok) throw new Error(`${draft.name}: ${sent.refusal.code} ${sent.refusal.message}`);
  return sent.commandId;
}

function visible(world: World, id: string) {
  const { fields, deletedAt } = world.get(id);
  return { fields, deleted: deletedAt !== null };
}
