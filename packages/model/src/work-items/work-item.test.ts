import { expect, test } from 'vitest';
import { createLabel, deleteLabel } from '../projects/label.ts';
import { createWorld } from '../testing/world.ts';
import { createWorkItem, moveWorkItem, setWorkItemParent, updateWorkItem } from './work-item-commands.ts';
import { parseWorkItemKey, workItemKey } from './work-item-key.ts';

test('[WI1] a work item gets the next number of its project, and its key from both', () => {
  const world = createWorld();
  const project = world.project({ key: 'atr' });
  const first = world.item(project);
  const second = world.item(project);
  expect(workItemKey(first, project)).toBe('ATR-1');
  expect(workItemKey(second, project)).toBe('ATR-2');
  expect(workItemKey({ fields: {} }, project)).toBe('ATR-…');
});

test('[WI2] without a status, work starts in the first status to do', () => {
  const world = createWorld();
  expect(world.item(world.project()).fields.status).toBe('backlog');
});

test('[WI4] completedAt is set on entering a done status, kept inside, and cleared on leaving', () => {
  const world = createWorld();
  let item = world.item(world.project());
  item = world.run(moveWorkItem(item, { status: 'done' }));
  const { completedAt } = item.fields;
  expect(completedAt).toBe(item.updatedAt);
  item = world.run(updateWorkItem(item, { set: { status: 'canceled' } }));
  expect(item.fields.completedAt).toBe(completedAt);
  item = world.run(moveWorkItem(item, { status: 'todo' }));
  expect(item.fields).not.toHaveProperty('completedAt');
});

test('[WI2] a status of another project is refused', () => {
  const world = createWorld();
  const project = world.project({ statuses: [...TWO] });
  const item = world.item(project);
  expect(item.fields.status).toBe('open');
  expect(world.refused(moveWorkItem(item, { status: 'in_review' })).code).toBe('INVALID_INPUT');
  const draft = createWorkItem(world.newId(), { project: project.id, title: 'x', status: 'in_review' });
  expect(world.refused(draft).code).toBe('INVALID_INPUT');
});

test('[WI3] labels, parents and people must exist where the item lives when they are added', () => {
  const world = createWorld();
  const [project, other] = [world.project(), world.project({ key: 'OTH' })];
  const item = world.item(project);
  const foreign = world.run(createLabel(world.newId(), { project: other.id, name: 'UX' }));
  const own = world.run(createLabel(world.newId(), { project: project.id, name: 'UX' }));
  const epic = world.item(other, { type: 'epic' });
  for (const input of [
    { add: { labels: [foreign.id] } },
    { add: { labels: [epic.id] } },
    { add: { assignees: [world.newId()] } },
    { set: { reporter: own.id } },
  ]) {
    expect(world.refused(updateWorkItem(item, input)).code).toBe('INVALID_INPUT');
  }
  expect(world.refused(setWorkItemParent(item, { parent: epic.id })).code).toBe('NOT_FOUND');
  world.run(updateWorkItem(item, { add: { labels: [own.id] } }));
  world.run(deleteLabel(own));
  world.run(updateWorkItem(world.get(item.id), { add: { assignees: [world.owner] } }));
});

test('[WI5] two people adding to and removing from a set both succeed', () => {
  const world = createWorld();
  const project = world.project();
  const [a, b, c] = [world.person({}).id, world.person({}).id, world.person({}).id];
  const item = world.item(project, { assignees: [a] });
  world.run(updateWorkItem(item, { add: { assignees: [b, b] } }));
  world.run(updateWorkItem(item, { add: { assignees: [c] }, remove: { assignees: [a] } }));
  expect(world.get(item.id).fields.assignees).toEqual([b, c]);
  const empty = world.run(updateWorkItem(item, { remove: { assignees: [b, c] } }));
  expect(empty.fields).not.toHaveProperty('assignees');
});

test('[WI9] only an import may say when an item was completed', () => {
  const world = createWorld();
  const project = world.project();
  const completedAt = '2020-01-01T00:00:00.000Z';
  const draft = () =>
    createWorkItem(world.newId(), { project: project.id, title: 'x', status: 'done', completedAt });
  expect(world.refused(draft()).code).toBe('INVALID_INPUT');
  const origin = { at: '2019-01-01T00:00:00.000Z', personId: world.owner, source: 'GitHub a/b#1' };
  expect(world.run(draft(), { via: 'import', origin }).fields.completedAt).toBe(completedAt);
});

test('[WI1] a key is read as people type it', () => {
  expect(parseWorkItemKey(' atr-12 ')).toEqual({ key: 'ATR', number: 12 });
  for (const wrong of ['ATR', 'ATR-0', 'A-1', 'ATR-1x', '1AT-1'])
    expect(parseWorkItemKey(wrong)).toBeUndefined();
});

const TWO = [
  { id: 'open', name: 'Open', category: 'todo' },
  { id: 'shut', name: 'Shut', category: 'done' },
] as const;
