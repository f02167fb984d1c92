import { createWorkItem, updateWorkItem } from '@atrium/model';
import { type Command, newId } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { canEditChange, changeFields, editedDraft, LEFT_OUT } from './edit-change.ts';

const [project, label] = [newId(), newId()];
const command = (draft: Omit<Command, 'id' | 'issuedAt'>): Command => ({
  id: newId(),
  issuedAt: '2026-01-31T09:00:00.000Z',
  ...draft,
});
const created = command(
  createWorkItem(newId(), {
    project,
    title: 'Paint the pier',
    description: 'Blue',
    labels: [label],
    status: 'gone',
  }),
);
const updated = command(
  updateWorkItem(
    { id: newId(), version: 3 },
    { set: { title: 'Paint it', status: 'gone' }, add: { labels: [label] } },
  ),
);

test('words can be written anew, the rest left out where it is not needed', () => {
  const fields = changeFields(created).map(({ path, kind, needed }) => [path, kind, needed]);
  expect(fields).toEqual(
    expect.arrayContaining([
      ['project', 'value', true],
      ['title', 'line', true],
      ['description', 'text', false],
      ['labels', 'value', false],
      ['status', 'choice', false],
    ]),
  );
  expect(changeFields(updated).map(({ path, needed }) => [path, needed])).toEqual([
    ['set.title', false],
    ['set.status', false],
    ['add.labels', false],
  ]);
});

test('the edited change is the same in all else', () => {
  const draft = editedDraft(created, { title: 'Paint the piers', status: LEFT_OUT });
  const { status: _, ...rest } = created.input;
  expect(draft).toMatchObject({ name: created.name, recordId: created.recordId, baseVersion: 0 });
  expect(draft.input).toEqual({ ...rest, title: 'Paint the piers' });
});

test('a part with nothing left in it goes', () => {
  const draft = editedDraft(updated, { 'add.labels': LEFT_OUT, 'set.status': LEFT_OUT });
  expect(draft.input).toEqual({ set: { title: 'Paint it' } });
  expect(updated.input).toHaveProperty('add');
});

test('what has neither words nor anything to leave out cannot be edited', () => {
  expect(canEditChange(created)).toBe(true);
  expect(canEditChange({ name: 'work_item.delete', input: {} })).toBe(false);
  expect(canEditChange({ name: 'comment.react', input: { emoji: '👍' } })).toBe(false);
});
