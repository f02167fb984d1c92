import { expect, test } from 'vitest';
import { createWorld } from '../testing/world.ts';
import { moveWorkItem, updateWorkItem } from './work-item-commands.ts';
import { workItemKey } from './work-item-key.ts';

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
