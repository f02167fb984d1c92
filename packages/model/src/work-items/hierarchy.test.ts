import type { RecordState } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorld } from '../testing/world.ts';
import { canBeParent, WORK_ITEM_TYPES, type WorkItemType } from './hierarchy.ts';
import { deleteWorkItem, restoreWorkItem, setWorkItemParent, updateWorkItem } from './work-item-commands.ts';

const ALLOWED: Record<WorkItemType, Record<WorkItemType, boolean>> = {
  epic: { epic: false, story: true, task: true, bug: true, sub_task: false },
  story: { epic: false, story: false, task: false, bug: false, sub_task: true },
  task: { epic: false, story: false, task: false, bug: false, sub_task: true },
  bug: { epic: false, story: false, task: false, bug: false, sub_task: true },
  sub_task: { epic: false, story: false, task: false, bug: false, sub_task: false },
};

test('[WI6] which type goes under which is this table', () => {
  for (const parent of WORK_ITEM_TYPES) {
    for (const child of WORK_ITEM_TYPES) expect(canBeParent(parent, child)).toBe(ALLOWED[parent][child]);
  }
});

test('[WI6] a type changes only where parent and children still fit, also on restoring', () => {
  const world = createWorld();
  const project = world.project();
  const epic = world.item(project, { type: 'epic' });
  const story = world.item(project, { type: 'story', parent: epic.id });
  const sub = world.item(project, { type: 'sub_task', parent: story.id });
  const type = (item: RecordState, to: WorkItemType) =>
    updateWorkItem(world.get(item.id), { set: { type: to } });
  expect(world.refused(type(story, 'epic')).code).toBe('HIERARCHY');
  expect(world.refused(type(story, 'sub_task')).code).toBe('HIERARCHY');
  expect(world.refused(type(epic, 'story')).code).toBe('HIERARCHY');
  world.run(type(story, 'bug'));
  world.run(deleteWorkItem(world.get(sub.id)));
  world.run(setWorkItemParent(world.get(story.id), { parent: null }));
  world.run(type(story, 'epic'));
  expect(world.refused(restoreWorkItem(world.get(sub.id))).code).toBe('HIERARCHY');
});

test('[WI7] an item under its own descendant is refused with the circle', () => {
  const world = createWorld();
  const project = world.project();
  const epic = world.item(project, { type: 'epic' });
  const story = world.item(project, { type: 'story', parent: epic.id });
  world.item(project, { type: 'sub_task', parent: story.id });
  expect(world.refused(setWorkItemParent(epic, { parent: story.id }))).toMatchObject({
    code: 'HIERARCHY_CYCLE',
    details: { path: ['ATR-1', 'ATR-2', 'ATR-1'] },
  });
  expect(world.refused(setWorkItemParent(epic, { parent: epic.id })).code).toBe('HIERARCHY_CYCLE');
});

test('[WI7] whatever is moved, retyped, deleted and restored, the hierarchy holds', () => {
  const step = fc.record({
    item: fc.nat(5),
    parent: fc.option(fc.nat(5)),
    type: fc.option(fc.constantFrom(...WORK_ITEM_TYPES)),
    life: fc.constantFrom('delete', 'restore', 'none', 'none'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const world = createWorld();
      const project = world.project();
      const types = ['epic', 'epic', 'story', 'task', 'sub_task', 'sub_task'] as const;
      const items = types.map((type) => world.item(project, { type }).id);
      const at = (index: number) => world.get(items[index] ?? '');
      for (const { item, parent, type, life } of steps) {
        const set = { ...(type && { type }), parent: parent === null ? null : at(parent).id };
        if (life === 'none') world.send(updateWorkItem(at(item), { set }));
        else world.send(life === 'delete' ? deleteWorkItem(at(item)) : restoreWorkItem(at(item)));
        for (const id of items) holds(world.get(id), world.get);
      }
    }),
    { numRuns: 60 },
  );
});

/** Live items hang under live ones that may hold them, or under deleted ones, and never in a circle. */
function holds(item: RecordState, get: (id: string) => RecordState): void {
  const parent = typeof item.fields.parent === 'string' ? get(item.fields.parent) : undefined;
  if (!parent || item.deletedAt !== null || parent.deletedAt !== null) return;
  const [above, below] = [parent.fields.type, item.fields.type] as [WorkItemType, WorkItemType];
  expect(canBeParent(above, below)).toBe(true);
}
