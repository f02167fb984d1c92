import type { RecordState } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Store } from './store.ts';

const AT = '2026-01-01T00:00:00.000Z';

function item(id: string, fields: RecordState['fields'] = {}, deletedAt: string | null = null): RecordState {
  const base = { createdAt: AT, createdBy: 'p', updatedAt: AT, updatedBy: 'p', fieldVersions: {} };
  return { ...base, id, type: 'work_item', version: 1, fields: { project: 'a', ...fields }, deletedAt };
}

function setUp() {
  const tasks: (() => void)[] = [];
  const store = new Store({ schedule: (task) => tasks.push(task) });
  return { store, flush: () => tasks.splice(0).forEach((task) => void task()) };
}

test('[OFF50] a view gives the same array until something inside changes', () => {
  const { store } = setUp();
  store.put('1', item('1'));
  const query = { type: 'work_item', where: { project: 'a' } };
  const rows = store.select(query);
  expect(store.select(query)).toBe(rows);
  store.put('2', item('2', { project: 'b' }));
  expect(store.select(query)).toBe(rows);
  store.put('1', item('1', { title: 'New' }));
  expect(store.select(query)).not.toBe(rows);
  expect(store.select(query)).toHaveLength(1);
});

test('[OFF52] a record is found under what it holds now, and under nothing it held before', () => {
  const { store } = setUp();
  const of = (project: string) => store.select({ type: 'work_item', where: { project } }).map(({ id }) => id);
  store.put('1', item('1', { labels: ['x', 'y'] }));
  expect([of('a'), of('b')]).toEqual([['1'], []]);
  store.put('1', item('1', { project: 'b', labels: ['y'] }));
  expect([of('a'), of('b')]).toEqual([[], ['1']]);
  expect(store.select({ type: 'work_item', where: { labels: 'x' } })).toEqual([]);
  expect(store.select({ type: 'work_item', where: { labels: 'y', project: 'b' } })).toHaveLength(1);
  store.put('1', item('1', {}, AT));
  expect(store.select({ type: 'work_item' })).toEqual([]);
  expect(store.select({ type: 'work_item', deleted: true })).toHaveLength(1);
  store.put('1', undefined);
  expect(store.select({ type: 'work_item', deleted: true })).toEqual([]);
});

test('[OFF52] keys lead to live records only', () => {
  const { store } = setUp();
  const project = (key: string, deletedAt: string | null = null): RecordState => ({
    ...item('p1', { key }, deletedAt),
    type: 'project',
  });
  store.put('p1', project('ATR'));
  expect(store.find('project:ATR')).toBe('p1');
  store.put('p1', project('OPS'));
  expect([store.find('project:ATR'), store.find('project:OPS')]).toEqual([undefined, 'p1']);
  store.put('p1', project('OPS', AT));
  expect(store.find('project:OPS')).toBeUndefined();
});

test('[OFF51] listeners hear once per round, and only of what they named', () => {
  const { store, flush } = setUp();
  const heard: string[] = [];
  store.record('1').subscribe(() => heard.push('record 1'));
  store.record('2').subscribe(() => heard.push('record 2'));
  store.view({ type: 'work_item', where: { project: 'a' } }).subscribe(() => heard.push('project a'));
  const stop = store.view({ type: 'label' }).subscribe(() => heard.push('labels'));
  store.put('1', item('1'));
  store.put('1', item('1', { title: 'New' }));
  expect(heard).toEqual([]);
  flush();
  expect(heard.sort()).toEqual(['project a', 'record 1']);
  stop();
  store.put('3', { ...item('3'), type: 'label' });
  flush();
  expect(heard).toHaveLength(2);
});

test('[OFF53] an ordered view is what filtering and sorting anew would give, whatever changed in between', () => {
  const change = fc.record({
    id: fc.integer({ min: 0, max: 30 }),
    rank: fc.integer({ min: 0, max: 8 }),
    project: fc.constantFrom('a', 'b'),
    status: fc.constantFrom('todo', 'done'),
    fate: fc.constantFrom('put', 'put', 'put', 'delete', 'remove'),
    listen: fc.constantFrom('on', 'off', undefined, undefined),
    look: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 120 }), (changes) => {
      const { store } = setUp();
      for (let id = 0; id < 20; id += 1) store.put(`${id}`, item(`${id}`, { rank: id % 5, status: 'todo' }));
      const byRank = (a: RecordState, b: RecordState) => Number(a.fields.rank) - Number(b.fields.rank);
      const passes = (record: RecordState) => record.fields.status === 'todo';
      const query = { type: 'work_item', where: { project: 'a' } };
      const view = store.ordered(query, { passes, compare: byRank });
      const expected = () =>
        store
          .select(query)
          .filter(passes)
          .sort((a, b) => byRank(a, b) || (a.id < b.id ? -1 : 1));
      let stop: (() => void) | undefined;
      for (const { id, rank, project, status, fate, look, listen } of changes) {
        if (listen === 'on') stop ??= view.subscribe(() => undefined);
        if (listen === 'off') {
          stop?.();
          stop = undefined;
        }
        const record = item(`${id}`, { rank, project, status }, fate === 'delete' ? AT : null);
        store.put(`${id}`, fate === 'remove' ? undefined : record);
        if (look) expect(view.get()).toEqual(expected());
      }
      expect(view.get()).toEqual(expected());
      expect(view.get()).toBe(view.get());
    }),
  );
});
