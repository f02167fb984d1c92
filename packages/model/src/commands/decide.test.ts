import type { Command } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deactivatePerson } from '../people/person-commands.ts';
import { createLabel, deleteLabel, restoreLabel } from '../projects/label.ts';
import { createProject, updateProject } from '../projects/project-commands.ts';
import { createWorld } from '../testing/world.ts';
import {
  createWorkItem,
  deleteWorkItem,
  moveWorkItem,
  restoreWorkItem,
  updateWorkItem,
} from '../work-items/work-item-commands.ts';
import { decide } from './decide.ts';

test('[CMD1] input that does not fit is refused with the path of what is wrong', () => {
  const world = createWorld();
  const item = world.item(world.project());
  const before = world.log.length;
  for (const [input, path] of [
    [{ set: { title: '' } }, ['set', 'title']],
    [{ set: { estimate: -1 } }, ['set', 'estimate']],
    [{ set: { dueDate: '2026-02-30' } }, ['set', 'dueDate']],
    [{ set: { priority: 'huge' } }, ['set', 'priority']],
    [{ add: { labels: ['x'] } }, ['add', 'labels', '0']],
    [{ set: { unknown: 1 } }, ['set']],
  ] as const) {
    const draft = { ...updateWorkItem(item, {}), input: JSON.parse(JSON.stringify(input)) };
    const refusal = world.refused(draft);
    expect(refusal.code).toBe('INVALID_INPUT');
    expect(refusal.details?.issues).toMatchObject([{ path }]);
  }
  expect(world.refused({ ...updateWorkItem(item, {}), name: 'work_item.explode' }).code).toBe(
    'UNKNOWN_COMMAND',
  );
  expect(world.refused({ ...updateWorkItem(item, {}), recordId: 'ABC' }).code).toBe('INVALID_INPUT');
  expect(world.log.length).toBe(before);
});

test('[CMD2] the same command on the same records gives the same events', () => {
  const world = createWorld();
  const draft = createProject(world.newId(), { key: 'ATR', name: 'Atrium' });
  const now = '2026-02-01T00:00:00.000Z';
  const command: Command = { id: world.newId(), issuedAt: now, ...draft };
  const again = () =>
    decide(command, { actor: { personId: world.owner, via: 'web' }, now, read: world.read });
  expect(again()).toHaveLength(4);
  expect(again()).toEqual(again());
});

test('[CMD3] only active members act', () => {
  const world = createWorld();
  const project = world.project();
  const gone = world.run(deactivatePerson(world.person({ role: 'admin' })));
  const placeholder = world.person({ placeholder: true });
  for (const as of [gone.id, placeholder.id, project.id, world.newId()]) {
    expect(world.refused(updateProject(project, { name: 'Mine' }), { as }).code).toBe('FORBIDDEN');
  }
});

test('[CMD4] a used id is refused, for a deleted record too', () => {
  const world = createWorld();
  const project = world.project();
  const item = world.item(project);
  const again = createWorkItem(item.id, { project: project.id, title: 'Again' });
  expect(world.refused(again).code).toBe('ALREADY_EXISTS');
  world.run(deleteWorkItem(item));
  expect(world.refused(again).code).toBe('ALREADY_EXISTS');
});

test('[CMD5] a deleted record is changed by restoring only, and doing either twice changes nothing', () => {
  const world = createWorld();
  let item = world.item(world.project());
  item = world.run(deleteWorkItem(item));
  expect(world.refused(moveWorkItem(item, { status: 'done' })).code).toBe('DELETED');
  expect(world.run(deleteWorkItem(item)).version).toBe(item.version);
  item = world.run(restoreWorkItem(item));
  expect(world.run(restoreWorkItem(item)).version).toBe(item.version);
  expect(world.run(moveWorkItem(item, { status: 'done' })).fields.status).toBe('done');
});

test('[CMD6] a field that someone else changed is a conflict with base, theirs and mine', () => {
  const world = createWorld();
  const item = world.item(world.project(), { title: 'Base' });
  world.run(updateWorkItem(item, { set: { title: 'Theirs' } }));
  const refusal = world.refused(updateWorkItem(item, { set: { title: 'Mine', priority: 'high' } }));
  expect(refusal).toMatchObject({
    code: 'CONFLICT',
    details: {
      recordId: item.id,
      version: 2,
      fields: { title: { base: 'Base', theirs: 'Theirs', mine: 'Mine' } },
    },
  });
  expect(world.get(item.id).fields.priority).toBe('none');
});

test('[CMD7] other fields, equal values and the own earlier changes merge', () => {
  const world = createWorld();
  const item = world.item(world.project(), { title: 'Base' });
  world.run(updateWorkItem(item, { set: { title: 'Theirs' } }));
  expect(world.run(updateWorkItem(item, { set: { priority: 'high' } })).fields.title).toBe('Theirs');
  expect(world.run(updateWorkItem(item, { set: { title: 'Theirs' } })).version).toBe(3);
  const mine = updateWorkItem(item, { set: { title: 'Mine' } });
  expect(world.refused(mine, { ownVersions: [3] }).code).toBe('CONFLICT');
  expect(world.run(mine, { ownVersions: [2] }).fields.title).toBe('Mine');
});

test('[CMD8] two changes at once end in a value that one of them wrote, or in a conflict', () => {
  const set = fc.record(
    {
      title: fc.constantFrom('A', 'B', 'C'),
      priority: fc.constantFrom('none', 'low', 'high'),
      estimate: fc.constantFrom(1, 2, null),
      status: fc.constantFrom('backlog', 'todo', 'done'),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(set, set, fc.boolean(), (one, two, move) => {
      const world = createWorld();
      const base = world.item(world.project(), { title: 'Base', rank: 'a1' });
      const first = world.run(updateWorkItem(base, { set: one }));
      const draft = move
        ? moveWorkItem(base, { rank: 'a2', status: two.status })
        : updateWorkItem(base, { set: two });
      const sent = world.send(draft);
      const now = world.get(base.id);
      if (!sent.ok) {
        expect(sent.refusal.code).toBe('CONFLICT');
        expect(now).toEqual(first);
        return;
      }
      for (const field of Object.keys({ ...one, ...two }) as (keyof typeof one)[]) {
        const written = [base.fields[field], one[field] ?? undefined, two[field] ?? undefined];
        expect(written).toContainEqual(now.fields[field]);
      }
    }),
  );
});

test('[CMD9] a unique key is refused while a live record holds it, also when restoring', () => {
  const world = createWorld();
  const project = world.project();
  const first = world.run(createLabel(world.newId(), { project: project.id, name: 'UX' }));
  const second = createLabel(world.newId(), { project: project.id, name: 'ux' });
  expect(world.refused(second)).toMatchObject({ code: 'ALREADY_EXISTS', details: { recordId: first.id } });
  const deleted = world.run(deleteLabel(first));
  world.run(second);
  expect(world.refused(restoreLabel(deleted)).code).toBe('ALREADY_EXISTS');
  const other = world.project({ key: 'OTH' });
  world.run(createLabel(world.newId(), { project: other.id, name: 'UX' }));
  expect(world.refused(updateProject(other, { key: 'atr' })).code).toBe('ALREADY_EXISTS');
});

test('[CMD10] titles are trimmed, and texts and lists have limits', () => {
  const world = createWorld();
  const project = world.project();
  expect(world.item(project, { title: '  Trim me ' }).fields.title).toBe('Trim me');
  const item = world.item(project, { description: 'a\r\nb' });
  expect(item.fields.description).toBe('a\nb');
  for (const set of [
    { title: 'x'.repeat(501) },
    { title: 'two\nlines' },
    { description: 'x'.repeat(200_001) },
    { externalUrl: 'javascript:alert(1)' },
  ]) {
    expect(world.refused(updateWorkItem(item, { set })).code).toBe('INVALID_INPUT');
  }
  const people = Array.from({ length: 21 }, () => world.person({}).id);
  world.run(updateWorkItem(item, { add: { assignees: people.slice(0, 20) } }));
  expect(world.refused(updateWorkItem(item, { add: { assignees: people.slice(20) } })).code).toBe(
    'INVALID_INPUT',
  );
});

test('[CMD11] a builder makes the command that its definition reads', () => {
  const world = createWorld();
  const item = world.item(world.project());
  expect(moveWorkItem(item, { status: 'done', rank: undefined })).toEqual({
    name: 'work_item.move',
    recordId: item.id,
    baseVersion: 1,
    input: { status: 'done' },
  });
  expect(deleteWorkItem(item)).toMatchObject({ name: 'work_item.delete', input: {} });
  expect(createWorkItem(item.id, { project: item.id, title: 'x' })).toMatchObject({ baseVersion: 0 });
});
