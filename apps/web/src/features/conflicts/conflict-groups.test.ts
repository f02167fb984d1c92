import { moveWorkItem, updateWorkItem } from '@atrium/model';
import type { Command, FieldConflict, RecordState, Refusal } from '@atrium/protocol';
import { newId } from '@atrium/protocol';
import type { AttentionItem } from '@atrium/sync/client';
import { expect, test } from 'vitest';
import { chooseAll, isDecided, readChoices, suggestedChoice } from './choices.ts';
import { type ConflictGroup, conflictGroups, countChanges, isSettledHere } from './conflict-groups.ts';
import { newItemOf, plainWords } from './lost-values.ts';

const record: RecordState = {
  id: newId(),
  type: 'work_item',
  version: 3,
  fields: { project: newId(), title: 'Theirs', description: 'All of it' },
  fieldVersions: { title: 3, description: 1 },
  createdAt: '2026-01-31T09:00:00.000Z',
  createdBy: newId(),
  updatedAt: '2026-01-31T10:00:00.000Z',
  updatedBy: newId(),
  deletedAt: null,
};

function refused(draft: Omit<Command, 'id' | 'issuedAt'>, refusal: Refusal): AttentionItem {
  return { command: { ...draft, id: newId(), issuedAt: record.updatedAt }, refusal, holds: [] };
}

function conflict(fields: { [field: string]: FieldConflict }, version = 3): Refusal {
  const details = { recordId: record.id, version, fields: JSON.parse(JSON.stringify(fields)) };
  return { code: 'CONFLICT', message: 'Someone else changed it.', details };
}

const title = (mine: string, refusal: Refusal) =>
  refused(updateWorkItem({ ...record, version: 1 }, { set: { title: mine } }), refusal);
const met = (group: ConflictGroup | undefined) => {
  if (group?.kind !== 'met') throw new Error('nothing met');
  return group;
};

test('changes of one record are one group, with the first base and my last wish', () => {
  const other = { ...record, id: newId() };
  const items = [
    title('Mine', conflict({ title: { base: 'Old', theirs: 'Theirs', mine: 'Mine' } })),
    refused(moveWorkItem(other, { status: 'done' }), {
      ...conflict({ status: { base: 'a', theirs: 'b', mine: 'done' } }),
    }),
    title('Mine at last', conflict({ title: { base: 'Old', theirs: 'Theirs', mine: 'Mine at last' } })),
  ];
  const groups = conflictGroups(items, () => record);
  expect(groups.map((group) => group.recordId)).toEqual([record.id, other.id]);
  expect(countChanges(groups)).toBe(3);
  expect(met(groups[0]).fields).toMatchObject([
    { field: 'title', sides: { base: 'Old', theirs: 'Theirs', mine: 'Mine at last' }, mergeable: true },
  ]);
});

test('what others did since the refusal is theirs too, also in fields that had met nothing', () => {
  const both = { title: 'Mine', description: 'My words' };
  const item = refused(
    updateWorkItem({ ...record, version: 1 }, { set: both }),
    conflict({ title: { base: 'Old', theirs: 'Theirs', mine: 'Mine' } }),
  );
  const later = {
    ...record,
    version: 5,
    fields: { ...record.fields, title: 'Theirs again', description: 'Their words' },
    fieldVersions: { title: 4, description: 5 },
  };
  const [group] = conflictGroups([item], () => later);
  expect(met(group).changes[0]?.conflict.version).toBe(5);
  expect(met(group).fields.map(({ field, sides }) => [field, sides.base, sides.theirs, sides.mine])).toEqual([
    ['title', 'Old', 'Theirs again', 'Mine'],
    ['description', undefined, 'Their words', 'My words'],
  ]);
  expect(met(group).fields[1]?.sides.by).toEqual({ personId: later.updatedBy, at: later.updatedAt });
});

test('what is gone or may not be changed has values that can still be taken along', () => {
  const denied = { code: 'FORBIDDEN', message: 'No.' } as const;
  const item = refused(
    updateWorkItem(record, { set: { title: 'Mine', description: 'First line\nmore' } }),
    denied,
  );
  const [group] = conflictGroups([item], () => undefined);
  if (group?.kind !== 'lost') throw new Error('not lost');
  expect(group).toMatchObject({ why: 'denied', values: [{ field: 'title' }, { field: 'description' }] });
  expect(newItemOf(group, undefined)).toEqual({ title: 'Mine', description: 'First line\nmore' });
  expect(plainWords(group.values.map(({ field, value }) => [field, value]))).toBe(
    'title:\nMine\n\ndescription:\nFirst line\nmore',
  );
  expect(plainWords([['Title', 'Only']])).toBe('Only');
  const gone = { ...record, deletedAt: record.updatedAt };
  const meeting = title('Mine', conflict({ title: { theirs: 'Theirs', mine: 'Mine' } }));
  expect(conflictGroups([meeting], () => gone)[0]).toMatchObject({ kind: 'lost', why: 'deleted' });
});

test('what has no values to lose is for the tray alone', () => {
  const denied = { code: 'FORBIDDEN', message: 'No.' } as const;
  const draft = { name: 'work_item.delete', recordId: record.id, baseVersion: 1, input: {} };
  expect(isSettledHere(refused(draft, denied))).toBe(false);
  expect(isSettledHere(title('', { code: 'INVALID_INPUT', message: 'No.' }))).toBe(false);
  const comment = {
    name: 'comment.create',
    recordId: newId(),
    baseVersion: 0,
    input: { subject: newId(), body: 'Hi' },
  };
  const [group] = conflictGroups([refused(comment, denied)], () => undefined);
  if (group?.kind !== 'lost') throw new Error('not lost');
  expect(group.values).toEqual([{ field: 'body', value: 'Hi' }]);
  expect(newItemOf(group, undefined)).toBeUndefined();
});

test('what fits together is suggested; all else is for a person', () => {
  const words = {
    base: 'The ferry leaves at nine',
    theirs: 'The ferry leaves at ten',
    mine: 'The old ferry leaves at nine',
  };
  const [group] = conflictGroups(
    [
      refused(
        updateWorkItem({ ...record, version: 1 }, { set: { title: words.mine, estimate: 3 } }),
        conflict({ title: words, estimate: { base: 1, theirs: 2, mine: 3 } }),
      ),
    ],
    () => record,
  );
  const own = met(group);
  expect(own.fields.map(suggestedChoice)).toEqual([
    { keep: 'merged', value: 'The old ferry leaves at ten' },
    undefined,
  ]);
  expect(isDecided(own, readChoices(own))).toBe(false);
  expect(isDecided(own, chooseAll(own, 'theirs'))).toBe(true);
  expect(chooseAll(own, 'mine')).toEqual({ title: { keep: 'mine' }, estimate: { keep: 'mine' } });
});
