import type { RecordState } from '@atrium/protocol';
import { expect, test } from 'vitest';
import { draftCommand, EMPTY_DRAFT, movedDraft, nextDraft, parseCreateDraft } from './create-draft.ts';

const project: RecordState = {
  id: '0190a000-0000-7000-8000-000000000001',
  type: 'project',
  version: 1,
  fields: {
    statuses: [
      { id: 'open', name: 'Open', category: 'todo' },
      { id: 'closed', name: 'Closed', category: 'done' },
    ],
  },
  fieldVersions: {},
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: 'p',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: 'p',
  deletedAt: null,
};
const full = {
  ...EMPTY_DRAFT,
  title: ' Ship it ',
  status: 'closed',
  labels: ['l'],
  parent: 'e',
  estimate: 0,
};

test('sends what is set, and the project status where none was chosen', () => {
  expect(draftCommand({ ...EMPTY_DRAFT, title: ' Ship it ' }, project).input).toEqual({
    project: project.id,
    title: 'Ship it',
    type: 'task',
    status: 'open',
  });
  expect(draftCommand(full, project).input).toMatchObject({ status: 'closed', labels: ['l'], estimate: 0 });
});

test('the next of a row keeps the fields, another project keeps the words', () => {
  expect(nextDraft(full)).toMatchObject({ title: '', labels: ['l'], estimate: 0 });
  expect(movedDraft(full)).toMatchObject({ title: ' Ship it ', labels: [], parent: undefined, status: '' });
});

test('a kept draft comes back as it was; a broken one does not break anything', () => {
  expect(parseCreateDraft(JSON.stringify(full))).toEqual(full);
  expect(parseCreateDraft('{')).toBeUndefined();
  expect(parseCreateDraft('null')).toBeUndefined();
  expect(parseCreateDraft('{"priority":"odd","labels":"x"}')).toEqual(EMPTY_DRAFT);
});
