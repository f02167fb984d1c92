import { expect, test } from 'vitest';
import { isServerOnly } from '../commands/decide.ts';
import { createLabel, deleteLabel } from '../projects/label.ts';
import { createWorld } from '../testing/world.ts';
import { deleteWorkItem, moveWorkItem, updateWorkItem } from '../work-items/work-item-commands.ts';
import { restoreVersion } from './restore-command.ts';
import { undoCommand } from './undo-command.ts';

test('[RESTORE1] a record gets the values and the life that it had at a version, undoably', () => {
  const world = createWorld();
  const item = world.item(world.project(), { title: 'Once' });
  world.run(updateWorkItem(item, { set: { title: 'Later', estimate: 3 } }));
  world.run(moveWorkItem(item, { status: 'done' }));
  const deleted = world.run(deleteWorkItem(world.get(item.id)));
  const sent = world.send(restoreVersion(deleted, { version: 1 }));
  expect(world.get(item.id)).toMatchObject({ fields: item.fields, deletedAt: null });
  expect(world.get(item.id).fields).not.toHaveProperty('completedAt');
  world.run(undoCommand(item, { commandId: sent.commandId }));
  expect(world.get(item.id).fields).toEqual(deleted.fields);
  expect(world.get(item.id).deletedAt).not.toBeNull();
  expect(world.refused(restoreVersion(deleted, { version: 99 })).code).toBe('NOT_FOUND');
});

test('[RESTORE2] single fields are restored alone', () => {
  const world = createWorld();
  const item = world.item(world.project(), { title: 'Once' });
  const later = world.run(updateWorkItem(item, { set: { title: 'Later', estimate: 3 } }));
  const restored = world.run(restoreVersion(later, { version: 1, fields: ['title'] }));
  expect(restored.fields).toMatchObject({ title: 'Once', estimate: 3 });
  const unknown = restoreVersion(restored, { version: 1, fields: ['nonsense'] });
  expect(world.refused(unknown).code).toBe('UNKNOWN_FIELD');
});

test('[RESTORE3] references to what was deleted since stay out', () => {
  const world = createWorld();
  const project = world.project();
  const [one, two] = ['One', 'Two'].map((name) =>
    world.run(createLabel(world.newId(), { project: project.id, name })),
  );
  const epic = world.item(project, { type: 'epic' });
  const labels = [one?.id ?? '', two?.id ?? ''];
  const item = world.item(project, { labels, parent: epic.id });
  const later = world.run(updateWorkItem(item, { remove: { labels }, set: { parent: null } }));
  world.run(deleteLabel(world.get(labels[0] ?? '')));
  world.run(deleteWorkItem(epic));
  const { fields } = world.run(restoreVersion(later, { version: 1 }));
  expect(fields.labels).toEqual([two?.id]);
  expect(fields).not.toHaveProperty('parent');
});

test('[RESTORE4] restoring needs the rights of the change, and conflicts like one', () => {
  const world = createWorld();
  const project = world.project({ visibility: 'private' });
  const item = world.item(project, { title: 'Once' });
  const later = world.run(updateWorkItem(item, { set: { title: 'Later' } }));
  const outsider = world.person({ role: 'manager' }).id;
  const draft = restoreVersion(later, { version: 1 });
  expect(world.refused(draft, { as: outsider }).code).toBe('NOT_FOUND');
  expect(world.refused(restoreVersion(later, { version: 2 }), { as: outsider }).code).toBe('NOT_FOUND');
  world.run(updateWorkItem(later, { set: { title: 'Latest' } }));
  expect(world.refused(draft).code).toBe('CONFLICT');
  const blind = { ...world.read, stateAt: () => undefined };
  expect(isServerOnly({ id: world.newId(), issuedAt: '', ...draft }, blind)).toBe(true);
});
