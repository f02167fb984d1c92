import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deleteProject, restoreProject, updateProject } from '../projects/project-commands.ts';
import { createWorld } from '../testing/world.ts';
import { createWorkItem, deleteWorkItem, updateWorkItem } from '../work-items/work-item-commands.ts';
import { type EvolvingEvent, evolve, evolveAll } from './evolve.ts';

test('[REC1] evolving the same events gives the same record, and an event that does not follow throws', () => {
  const patch = fc.record({
    set: fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer()),
    unset: fc.uniqueArray(fc.constantFrom('d', 'e')),
  });
  fc.assert(
    fc.property(fc.array(patch, { minLength: 1 }), (patches) => {
      const fold = () =>
        patches.map(eventOf).reduce(evolve, undefined as ReturnType<typeof evolve> | undefined);
      expect(fold()).toEqual(fold());
      const last = eventOf(patches[0] ?? { set: {}, unset: [] }, patches.length - 1);
      expect(() => evolve(fold(), last)).toThrow('cannot follow');
      expect(() => evolve(fold(), { ...last, version: patches.length + 2 })).toThrow('cannot follow');
    }),
  );
});

test('[REC1] many events at once give what they give one by one, and leave the record that they start from', () => {
  const world = createWorld();
  const item = world.item(world.project(), { title: 'Once' });
  world.run(updateWorkItem(item, { set: { title: 'Later', estimate: 3 } }));
  world.run(updateWorkItem(world.get(item.id), { set: { estimate: null } }));
  world.run(deleteWorkItem(world.get(item.id)));
  const events = world.log.filter(({ recordId }) => recordId === item.id);
  expect(evolveAll(undefined, events)).toEqual(world.get(item.id));
  const first = evolveAll(undefined, events.slice(0, 1));
  const before = structuredClone(first);
  expect(evolveAll(first, events.slice(1))).toEqual(world.get(item.id));
  expect(first).toEqual(before);
  expect(evolveAll(first, [])).toBe(first);
  expect(() => evolveAll(first, events.slice(2))).toThrow('cannot follow');
});

test('[REC2] the version that last changed a field is known, also when it emptied the field', () => {
  const world = createWorld();
  let project = world.project({ description: 'Long' });
  project = world.run(updateProject(project, { name: 'New' }));
  project = world.run(updateProject(project, { description: null }));
  expect(project.fields).not.toHaveProperty('description');
  expect(project.fieldVersions).toMatchObject({ key: 1, name: 2, description: 3 });
});

test('[REC3] deleting keeps every field, and restoring brings the record back as it was', () => {
  const world = createWorld();
  const project = world.project();
  const deleted = world.run(deleteProject(project));
  expect(deleted).toMatchObject({ fields: project.fields, version: 2 });
  expect(deleted.deletedAt).not.toBeNull();
  expect(world.run(restoreProject(deleted))).toMatchObject({ fields: project.fields, deletedAt: null });
});

test('[REC4] history that is brought in keeps its own authors and dates', () => {
  const world = createWorld();
  const project = world.project();
  const author = world.person({ placeholder: true, name: 'Author' });
  const origin = { at: '2019-05-01T10:00:00.000Z', personId: author.id, source: 'GitHub a/b#1' };
  const input = { project: project.id, title: 'Old', status: 'done' };
  const item = world.run(createWorkItem(world.newId(), input), { via: 'import', origin });
  expect(item).toMatchObject({ createdAt: origin.at, createdBy: author.id, updatedAt: origin.at });
  expect(item.fields).toMatchObject({ reporter: author.id, completedAt: origin.at });
});

function eventOf(
  { set, unset }: { set: { [field: string]: number }; unset: string[] },
  index: number,
): EvolvingEvent {
  return {
    recordId: '00000000-0000-7000-8000-000000000001',
    recordType: 'test',
    name: 'test.changed',
    change: index === 0 ? 'created' : 'changed',
    patch: { set, unset, old: {} },
    version: index + 1,
    actor: { personId: '00000000-0000-7000-8000-000000000002', via: 'web' },
    at: `2026-01-01T00:00:00.${String(index).padStart(3, '0')}Z`,
  };
}
