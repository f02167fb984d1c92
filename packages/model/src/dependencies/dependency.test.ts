import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorld } from '../testing/world.ts';
import { deleteWorkItem } from '../work-items/work-item-commands.ts';
import type { DependencyKind } from './dependency.ts';
import { createDependency, deleteDependency, restoreDependency } from './dependency-commands.ts';

test('[DEP1] the same link exists once, and items relate to each other both ways', () => {
  const { world, link } = setting();
  world.run(link(0, 1, 'relates_to'));
  expect(world.refused(link(1, 0, 'relates_to')).code).toBe('ALREADY_EXISTS');
  const blocks = world.run(link(0, 1));
  expect(world.refused(link(0, 1)).code).toBe('ALREADY_EXISTS');
  world.run(deleteDependency(blocks));
  world.run(link(0, 1));
  expect(world.refused(restoreDependency(world.get(blocks.id))).code).toBe('ALREADY_EXISTS');
});

test('[DEP2] a circle of blocking is refused with the keys along it', () => {
  const { world, link } = setting();
  world.run(link(0, 1));
  world.run(link(1, 2));
  expect(world.refused(link(2, 0))).toMatchObject({
    code: 'DEPENDENCY_CYCLE',
    details: { path: ['ATR-3', 'ATR-1', 'ATR-2', 'ATR-3'] },
  });
  world.run(link(2, 0, 'relates_to'));
  world.run(link(2, 0, 'duplicates'));
});

test('[DEP2] a circle through a deleted item, or by restoring, is refused too', () => {
  const { world, items, link } = setting();
  const first = world.run(link(0, 1));
  world.run(link(1, 2));
  world.run(deleteWorkItem(world.get(items[1] ?? '')));
  expect(world.refused(link(2, 0)).code).toBe('DEPENDENCY_CYCLE');
  world.run(deleteDependency(first));
  world.run(link(2, 0));
  expect(world.refused(restoreDependency(world.get(first.id))).code).toBe('DEPENDENCY_CYCLE');
});

test('[DEP2] whatever is linked, unlinked and restored, blocking never goes in a circle', () => {
  const step = fc.record({ from: fc.nat(4), to: fc.nat(4), undo: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const { world, items, link } = setting();
      const made: string[] = [];
      for (const { from, to, undo } of steps) {
        const old = world.records.get(made[(from * 5 + to) % Math.max(1, made.length)] ?? '');
        if (undo && old) world.send(old.deletedAt === null ? deleteDependency(old) : restoreDependency(old));
        const sent = world.send(link(from, to));
        if (sent.ok && sent.events[0]) made.push(sent.events[0].recordId);
      }
      const behind = (id: string, depth: number): number =>
        depth > items.length
          ? Number.POSITIVE_INFINITY
          : Math.max(
              depth,
              ...world.read
                .referrers('dependency', 'from', id)
                .map(({ fields }) => behind(String(fields.to), depth + 1)),
            );
      for (const id of items) expect(behind(id, 0)).toBeLessThanOrEqual(items.length);
    }),
    { numRuns: 60 },
  );
});

test('[DEP3] both ends are live items of one project', () => {
  const { world, items, link } = setting();
  const foreign = world.item(world.project({ key: 'OTH' }));
  const draft = createDependency(world.newId(), { from: items[0] ?? '', to: foreign.id, kind: 'blocks' });
  expect(world.refused(draft).code).toBe('INVALID_INPUT');
  expect(world.refused(link(1, 1)).code).toBe('INVALID_INPUT');
  world.run(deleteWorkItem(world.get(items[1] ?? '')));
  expect(world.refused(link(0, 1)).code).toBe('INVALID_INPUT');
});

function setting() {
  const world = createWorld();
  const project = world.project();
  const items = Array.from({ length: 5 }, () => world.item(project).id);
  const link = (from: number, to: number, kind: DependencyKind = 'blocks') =>
    createDependency(world.newId(), { from: items[from] ?? '', to: items[to] ?? '', kind });
  return { world, items, link };
}
