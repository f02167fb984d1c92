import { placeOf, scopesOf } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { differenceFromDisk, type Held, takenFromDisk } from './take-over-confirmed.ts';

function record(type: string, version: number, fields: object = {}, id = newId()): RecordState {
  const at = '2026-01-01T00:00:00.000Z';
  const by = { createdAt: at, createdBy: id, updatedAt: at, updatedBy: id, deletedAt: null };
  return { id, type, version, fields: fields as RecordState['fields'], fieldVersions: {}, ...by };
}

function held(records: readonly RecordState[], positions: Record<string, number>): Held {
  return {
    confirmed: (id) => records.find((one) => one.id === id),
    allConfirmed: () => records,
    positions: new Map(Object.entries(positions)),
    showing: (one) => scopesOf(one.id, placeOf(one)),
    projectOf: (one) => (one.type === 'project' ? one.id : placeOf(one).projectId),
  };
}

const project = record('project', 3, { key: 'ATR' });
const other = record('project', 2, { key: 'OPS' });
const item = record('work_item', 4, { project: project.id, title: 'Kept' });
const elsewhere = record('work_item', 1, { project: other.id, title: 'Elsewhere' });

test('[OFF19] whoever takes over takes the scopes it does not hold, and what only they show', () => {
  const disk = {
    records: [project, other, item, elsewhere],
    positions: new Map([
      ['workspace', 9],
      [`project:${project.id}`, 9],
      [`project:${other.id}`, 7],
    ]),
  };
  const mine = held([project, other, { ...item, version: 5 }], {
    workspace: 10,
    [`project:${project.id}`]: 10,
  });
  const { records, positions } = takenFromDisk(disk, mine);
  expect([...records.keys()]).toEqual([elsewhere.id]);
  expect([...positions]).toEqual([[`project:${other.id}`, 7]]);
});

test('[OFF19] what this tab has seen go is not brought back from the disk', () => {
  const gone = record('work_item', 2, { project: project.id, title: 'Deleted' });
  const disk = {
    records: [project, other, item, gone, elsewhere],
    positions: new Map([
      ['workspace', 9],
      [`project:${project.id}`, 9],
      [`project:${other.id}`, 9],
      [`record:${elsewhere.id}`, 9],
    ]),
  };
  // The other project was withdrawn, the item was deleted; the tab before had not heard of either.
  const mine = held([project, item], { workspace: 12, [`project:${project.id}`]: 12 });
  const taken = takenFromDisk(disk, mine);
  expect([[...taken.records], [...taken.positions]]).toEqual([[], []]);
  const { records, positions } = differenceFromDisk(disk, mine);
  expect([...records]).toEqual([
    [other.id, undefined],
    [gone.id, undefined],
    [elsewhere.id, undefined],
  ]);
  expect(Object.fromEntries(positions)).toEqual({
    workspace: 12,
    [`project:${project.id}`]: 12,
    [`project:${other.id}`]: undefined,
    [`record:${elsewhere.id}`]: undefined,
  });
});
