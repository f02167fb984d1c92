import { expect, test } from 'vitest';
import { createWorld } from '../testing/world.ts';
import { createWorkItem, moveWorkItem } from '../work-items/work-item-commands.ts';
import {
  createProject,
  deleteProject,
  removeProjectMember,
  restoreProject,
  setProjectMember,
} from './project-commands.ts';
import { setProjectStatuses } from './set-project-statuses.ts';
import { DEFAULT_STATUSES, statusesOf } from './statuses.ts';

const SMALL = [
  { id: 'todo', name: 'Todo', category: 'todo' },
  { id: 'done', name: 'Done', category: 'done' },
] as const;

test('[PRJ1] a project starts with statuses, labels and its creator as lead', () => {
  const world = createWorld();
  const manager = world.person({ role: 'manager' }).id;
  const draft = createProject(world.newId(), { key: 'atr', name: 'Atrium' });
  const project = world.run(draft, { as: manager });
  expect(project.fields).toMatchObject({ key: 'ATR', lead: manager, members: { [manager]: 'lead' } });
  expect(statusesOf(project)).toEqual(DEFAULT_STATUSES);
  const labels = world.read.referrers('label', 'project', project.id);
  expect(labels.map(({ fields }) => fields.name)).toEqual(['Bug', 'Feature', 'Improvement']);
  const another = createProject(world.newId(), { key: 'TWO', name: 'Two' });
  expect(world.refused(another, { as: world.person({ role: 'agent' }).id }).code).toBe('FORBIDDEN');
  for (const key of ['A', '1AB', 'A-B', 'ABCDEFGHIJK']) {
    expect(world.refused(createProject(world.newId(), { key, name: 'X' })).code).toBe('INVALID_INPUT');
  }
});

test('[PRJ2] a workflow has unique statuses, one to start in and one to be done in', () => {
  const world = createWorld();
  const project = world.project();
  const [todo, done] = SMALL;
  for (const statuses of [
    [todo],
    [done],
    [todo, done, { ...done, name: 'Other' }],
    [todo, done, { ...done, id: 'other', name: 'DONE' }],
  ]) {
    expect(world.refused(setProjectStatuses(project, { statuses })).code).toBe('INVALID_INPUT');
  }
  expect(statusesOf(world.run(setProjectStatuses(project, { statuses: [todo, done] })))).toEqual(SMALL);
});

test('[PRJ3] a status that items have goes only with a word on where they move', () => {
  const world = createWorld();
  const project = world.project();
  const other = world.project({ key: 'OTH' });
  const item = world.item(project, { status: 'in_review' });
  const elsewhere = world.item(other, { status: 'in_review' });
  const statuses = [...SMALL];
  expect(world.refused(setProjectStatuses(project, { statuses })).code).toBe('INVALID_INPUT');
  const nowhere = { statuses, moveTo: { in_review: 'backlog' } };
  expect(world.refused(setProjectStatuses(project, nowhere)).code).toBe('INVALID_INPUT');
  world.run(setProjectStatuses(project, { statuses, moveTo: { in_review: 'done' } }));
  expect(world.get(item.id).fields.status).toBe('done');
  expect(world.get(item.id).fields).toHaveProperty('completedAt');
  expect(world.get(elsewhere.id)).toEqual(elsewhere);
  for (let count = 0; count < 201; count += 1) world.item(other, { status: 'todo' });
  const many = { statuses: DEFAULT_STATUSES.filter(({ id }) => id !== 'todo'), moveTo: { todo: 'backlog' } };
  expect(world.refused(setProjectStatuses(other, many))).toMatchObject({
    code: 'LIMIT_EXCEEDED',
    details: { limit: 200 },
  });
});

test('[PRJ4] two people changing different members both succeed', () => {
  const world = createWorld();
  const [one, two] = [world.person({}).id, world.person({}).id];
  const project = world.project();
  world.run(setProjectMember(project, { personId: one, role: 'member' }));
  world.run(setProjectMember(project, { personId: two, role: 'viewer' }));
  const after = world.run(removeProjectMember(project, { personId: world.owner }));
  expect(after.fields.members).toEqual({ [one]: 'member', [two]: 'viewer' });
  const stranger = setProjectMember(project, { personId: world.newId(), role: 'member' });
  expect(world.refused(stranger).code).toBe('INVALID_INPUT');
});

test('[PRJ5] a deleted project takes its content out of sight, and brings it back', () => {
  const world = createWorld();
  const project = world.project();
  const item = world.item(project);
  const deleted = world.run(deleteProject(project));
  expect(world.refused(moveWorkItem(item, { status: 'done' })).code).toBe('NOT_FOUND');
  const draft = createWorkItem(world.newId(), { project: project.id, title: 'Late' });
  expect(world.refused(draft).code).toBe('NOT_FOUND');
  world.run(restoreProject(deleted));
  world.run(moveWorkItem(item, { status: 'done' }));
});
