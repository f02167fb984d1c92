import { bindFilterText, workItemType } from '@atrium/model';
import { expect, test } from 'vitest';
import {
  chipsOf,
  ME,
  NONE,
  searchWords,
  valuesOf,
  valuesToPass,
  withoutChip,
  withSearchWords,
  withValues,
} from './filter-chips.ts';

const LABEL = '0198c0de-0000-7000-8000-000000000001';

test('choosing values writes a filter that binds, and reads back as the same values', () => {
  let text = withValues('', 'status', ['todo']);
  expect(text).toBe('status = todo');
  text = withValues(text, 'status', ['todo', 'in_progress']);
  text = withValues(text, 'assignees', [ME]);
  text = withValues(text, 'labels', [LABEL]);
  text = withSearchWords(text, 'two words');
  expect(bindFilterText(text, workItemType).ok).toBe(true);
  expect(valuesOf(text, 'status')).toEqual(['todo', 'in_progress']);
  expect(valuesOf(text, 'assignees')).toEqual([ME]);
  expect(valuesOf(text, 'labels')).toEqual([LABEL]);
  expect(searchWords(text)).toBe('two words');
});

test('"not set" stands alone, and a value chosen after it replaces it', () => {
  const empty = withValues('', 'assignees', [ME, NONE]);
  expect(empty).toBe('assignees is empty');
  expect(withValues(empty, 'assignees', [NONE, ME])).toBe('assignees has any (me)');
});

test('what has no picker stays as text and is kept while chips change', () => {
  const text = 'estimate > 3 and (priority = high or type = bug)';
  const changed = withValues(text, 'status', ['done']);
  expect(chipsOf(changed)).toEqual([
    { kind: 'text', text: 'estimate > 3' },
    { kind: 'text', text: 'priority = high or type = bug' },
    { kind: 'field', field: 'status', values: ['done'] },
  ]);
  expect(withoutChip(changed, { kind: 'text', text: 'estimate > 3' })).toBe(
    '(priority = high or type = bug) and status = done',
  );
});

test('taking everything out leaves nothing', () => {
  expect(withValues('status = todo', 'status', [])).toBe('');
  expect(withSearchWords('title ~ word', '  ')).toBe('');
  expect(chipsOf('')).toEqual([]);
});

test('a key is looked for as a key', () => {
  const text = withSearchWords('', 'atr-12');
  expect(text).toBe('key = ATR-12');
  expect(bindFilterText(text, workItemType).ok).toBe(true);
  expect(searchWords(text)).toBe('ATR-12');
  expect(chipsOf(text)).toEqual([]);
});

test('a new item gets what the filter asks for', () => {
  const text = `priority = high and assignees has any (me) and labels has any (${LABEL}) and type in (bug, task)`;
  expect(valuesToPass(text, 'person-me')).toEqual({
    priority: 'high',
    type: 'bug',
    labels: [LABEL],
    assignees: ['person-me'],
  });
  expect(valuesToPass('assignees is empty', 'person-me').assignees).toBeUndefined();
});

test('text that is no filter has no chips', () => {
  expect(chipsOf('status =')).toBeUndefined();
  expect(searchWords('status =')).toBe('');
});
