import type { JsonObject, RecordState } from '@atrium/protocol';
import { describe, expect, test } from 'vitest';
import type { RecordType } from '../records/record-type.ts';
import type { Registry } from '../registry.ts';
import { bindFilterText } from './bind-filter.ts';
import { addDays, isDay } from './civil-day.ts';
import { matches } from './matches.ts';
import { bindSort, comparator, parseSort, printSort } from './sort.ts';
import { compareText } from './text-order.ts';

const place = () => ({ workspace: true, projectId: null, subjectId: null });
const title = () => '';
const person: RecordType = {
  name: 'person',
  label: 'Person',
  plural: 'People',
  fields: { name: { kind: 'text', label: 'Name' }, active: { kind: 'boolean', label: 'Active' } },
  place,
  title,
};
const project: RecordType = {
  name: 'project',
  label: 'Project',
  plural: 'Projects',
  fields: { key: { kind: 'text', label: 'Key' }, members: { kind: 'json', label: 'Members' } },
  place,
  title,
};
const task: RecordType = {
  name: 'task',
  label: 'Task',
  plural: 'Tasks',
  fields: {
    title: { kind: 'text', label: 'Title' },
    number: { kind: 'number', label: 'Number' },
    estimate: { kind: 'number', label: 'Estimate' },
    priority: {
      kind: 'select',
      label: 'Priority',
      options: [
        { value: 'low', label: 'Low' },
        { value: 'high', label: 'Very high' },
      ],
    },
    assignees: { kind: 'user', label: 'Assignees', many: true },
    reporter: { kind: 'user', label: 'Reporter' },
    dueDate: { kind: 'date', label: 'Due date' },
    seenAt: { kind: 'dateTime', label: 'Seen at' },
    urgent: { kind: 'boolean', label: 'Urgent' },
    tags: { kind: 'multiSelect', label: 'Tags' },
    value: { kind: 'money', label: 'Value' },
    extra: { kind: 'json', label: 'Extra' },
    notes: { kind: 'longText', label: 'Notes' },
    project: { kind: 'relation', label: 'Project', target: 'project' },
  },
  place,
  title,
};
const registry: Registry = {
  types: new Map([person, project, task].map((type) => [type.name, type])),
  commands: new Map(),
};

const ADA = '0190a5d4-0000-7000-8000-00000000000a';
const BOB = '0190a5d4-0000-7000-8000-00000000000b';
const ATR = '0190a5d4-0000-7000-8000-0000000000f1';

function record(fields: JsonObject, more: Partial<RecordState> = {}): RecordState {
  return {
    id: '0190a5d4-0000-7000-8000-000000000001',
    type: 'task',
    version: 1,
    fields,
    fieldVersions: {},
    createdAt: '2026-01-31T12:00:00.000Z',
    createdBy: ADA,
    updatedAt: '2026-02-01T00:00:00.000Z',
    updatedBy: BOB,
    deletedAt: null,
    ...more,
  };
}

const others = new Map<string, RecordState>([
  [ADA, record({ name: 'Ada', active: true }, { id: ADA, type: 'person' })],
  [BOB, record({ name: 'Bob' }, { id: BOB, type: 'person', deletedAt: '2026-01-01T00:00:00.000Z' })],
  [ATR, record({ key: 'ATR' }, { id: ATR, type: 'project' })],
]);

function passes(text: string, fields: JsonObject, more?: Partial<RecordState>): boolean {
  const bound = bindFilterText(text, task, registry);
  if (!bound.ok) throw new Error(bound.problem.message);
  return matches(bound.value, record(fields, more), {
    me: ADA,
    today: '2026-02-27',
    read: (id) => others.get(id),
  });
}

function problem(text: string) {
  const bound = bindFilterText(text, task, registry);
  if (bound.ok) throw new Error(`${text} was bound`);
  return bound.problem;
}

describe('filter meaning', () => {
  test.each([
    ['title = Crash', { title: 'Crash' }, true],
    ['title = crash', { title: 'Crash' }, false],
    ['title ~ CRASH', { title: 'A crash!' }, true],
    ['title ~ ä', { title: 'Ärger' }, true],
    ['title = 12', { title: '12' }, true],
    ['title < b', { title: 'a' }, true],
    ['estimate >= 3 and estimate < 5', { estimate: 3 }, true],
    ['estimate in (1, 2)', { estimate: 2 }, true],
    ['value > 100', { value: { amount: 101, currency: 'EUR' } }, true],
    ['priority = "very high"', { priority: 'high' }, true],
    ['priority > low', { priority: 'high' }, true],
    ['priority > low', { priority: 'zzz' }, false],
    ['assignee = me', { assignees: [BOB, ADA] }, true],
    ['assignee != me', { assignees: [BOB] }, true],
    [`assignees has all (${ADA}, ${BOB})`, { assignees: [ADA] }, false],
    [`assignees has any (${ADA}, ${BOB})`, { assignees: [ADA] }, true],
    ['tags = "a b"', { tags: ['a b'] }, true],
    ['due < today+7d', { dueDate: '2026-03-05' }, true],
    ['due < today+7d', { dueDate: '2026-03-06' }, false],
    ['due = 2026-03-05', { dueDate: '2026-03-05' }, true],
    ['project.key = ATR', { project: ATR }, true],
    ['key = ATR-12', { project: ATR, number: 12 }, true],
    ['key ~ atr-1', { project: ATR, number: 12 }, true],
    ['urgent = true', { urgent: true }, true],
    ['createdBy = me', {}, true],
    ['createdBy.name = Ada', {}, true],
    ['deleted = false', {}, true],
    ['extra is empty', { extra: {} }, true],
    ['extra is not empty', { extra: { a: null } }, true],
    ['title is empty', { title: '' }, true],
    ['assignees is empty', { assignees: [] }, true],
  ])('[FILTER4] %s on %o is %s', (text, fields, expected) => {
    expect(passes(text, fields)).toBe(expected);
  });

  test.each([
    ['seenAt = 2026-02-26', true],
    ['seenAt = today-1d', true],
    ['seenAt <= 2026-02-26', true],
    ['seenAt < 2026-02-26', false],
    ['seenAt > 2026-02-26', false],
    ['seenAt >= 2026-02-26', true],
    ['seenAt > 2026-02-25', true],
    ['seenAt < 2026-02-27', true],
    ['seenAt > "2026-02-26T23:59:59.998Z"', true],
    ['createdAt = 2026-01-31', true],
  ])('[FILTER5] a moment equals its day, in UTC: %s is %s', (text, expected) => {
    expect(passes(text, { seenAt: '2026-02-26T23:59:59.999Z' })).toBe(expected);
  });

  test.each([
    'title = x',
    'title ~ ""',
    'estimate < 99999',
    'estimate > -1',
    'assignee = me',
    'project.key = ATR',
    'project.key is not empty',
    'due <= today',
    'urgent = true',
  ])('[FILTER6] what is not set, or of another kind, passes no test: %s', (text) => {
    const wrong = { title: 3, estimate: '3', assignees: ADA, project: BOB, dueDate: 20, urgent: 'true' };
    for (const fields of [{}, wrong]) {
      expect(passes(text, fields)).toBe(false);
      expect(passes(`not ${text}`, fields)).toBe(true);
    }
  });

  test('[FILTER6] != and not in are the opposite of = and in, absent values included', () => {
    for (const fields of [{}, { title: 'x' }, { title: 'y' }]) {
      expect(passes('title != x', fields)).toBe(!passes('title = x', fields));
      expect(passes('title not in (x, z)', fields)).toBe(!passes('title in (x, z)', fields));
    }
  });

  test('[FILTER6] a boolean that is not set is false', () => {
    expect(passes('urgent = false', {})).toBe(true);
    expect(passes('urgent is empty', {})).toBe(true);
  });

  test('[FILTER7] through a set any record pointed at will do; deleted ones count as absent', () => {
    expect(passes('assignee.name = Ada', { assignees: [BOB, ADA] })).toBe(true);
    expect(passes('assignee.name = Bob', { assignees: [BOB, ADA] })).toBe(false);
    expect(passes('assignee.name != Bob', { assignees: [BOB, ADA] })).toBe(true);
  });

  test.each([
    ['titel = x', 'UNKNOWN_FIELD', 'title', 0],
    ['title = x and reporter.nam = x', 'UNKNOWN_FIELD', 'reporter.name', 14],
    ['priority = hgh', 'INVALID_INPUT', 'high', 0],
    ['assignee ~ ada', 'INVALID_INPUT', 'has any', 0],
    ['title has ada', 'INVALID_INPUT', 'in', 0],
    ['project = ATR', 'INVALID_INPUT', 'project.key = …', 0],
    ['estimate = many', 'INVALID_INPUT', undefined, 0],
    ['due = soon', 'INVALID_INPUT', undefined, 0],
    ['due = 2026-02-30', 'INVALID_INPUT', undefined, 0],
    ['title = me', 'INVALID_INPUT', undefined, 0],
    ['project = me', 'INVALID_INPUT', undefined, 0],
    ['title < today', 'INVALID_INPUT', undefined, 0],
    ['urgent = 1', 'INVALID_INPUT', undefined, 0],
    ['extra = 1', 'INVALID_INPUT', undefined, 0],
    ['title.name = x', 'INVALID_INPUT', undefined, 0],
    ['__proto__ = x', 'UNKNOWN_FIELD', undefined, 0],
    ['constructor = x', 'UNKNOWN_FIELD', undefined, 0],
  ])('[FILTER8] %s is %s', (text, code, suggestion, at) => {
    const found = problem(text);
    expect(found.code).toBe(code);
    expect(found.suggestion).toBe(suggestion);
    expect(found.at).toBe(at);
  });
});

describe('order', () => {
  test('[FILTER9] texts are ordered by code point', () => {
    const sorted = ['Z', 'a', 'ä', '\uffee', '😀'];
    expect([...sorted].reverse().sort(compareText)).toEqual(sorted);
    expect(compareText('a', 'ab')).toBeLessThan(0);
  });

  test('[FILTER9] absent values go where the order says, ties by id', () => {
    const rows = [3, undefined, 1].map((estimate, index) =>
      record(estimate === undefined ? {} : { estimate }, {
        id: `0190a5d4-0000-7000-8000-00000000010${index}`,
      }),
    );
    const tie = record({ estimate: 1 }, { id: '0190a5d4-0000-7000-8000-000000000100' });
    const sorted = (text: string) => {
      const keys = parseSort(text);
      const bound = keys.ok ? bindSort(keys.value, task, registry) : keys;
      if (!bound.ok) throw new Error(bound.problem.message);
      return [...rows, tie].sort(comparator(bound.value)).map(({ fields }) => fields.estimate ?? null);
    };
    expect(sorted('estimate')).toEqual([1, 1, 3, null]);
    expect(sorted('-estimate')).toEqual([3, 1, 1, null]);
    expect(sorted('-estimate first')).toEqual([null, 3, 1, 1]);
    const listed = [{ priority: 'high' }, { priority: 'odd' }, { priority: 'low' }].map((fields) =>
      record(fields),
    );
    const bound = bindSort([{ field: 'priority' }], task, registry);
    expect(bound.ok && listed.sort(comparator(bound.value)).map(({ fields }) => fields.priority)).toEqual([
      'low',
      'high',
      'odd',
    ]);
    const byId = [...rows, tie].sort(comparator([]));
    expect(byId[0]).toBeOneOf([tie, rows[0]]);
  });

  test('[FILTER9] a sort order has a text, and limits', () => {
    const keys = parseSort(' -dueDate first, title');
    expect(keys).toEqual({
      ok: true,
      value: [{ field: 'dueDate', direction: 'desc', absent: 'first' }, { field: 'title' }],
    });
    expect(keys.ok && printSort(keys.value)).toBe('-dueDate first, title');
    expect(parseSort('a b c').ok).toBe(false);
    for (const field of ['assignees', 'extra', 'notes', 'key', 'project.key', 'nothing']) {
      expect(bindSort([{ field }], task, registry).ok, field).toBe(false);
    }
    expect(bindSort(Array(6).fill({ field: 'title' }), task, registry).ok).toBe(false);
  });

  test('[FILTER10] days are counted over months, years and leap days', () => {
    expect(addDays('2026-02-27', 7)).toBe('2026-03-06');
    expect(addDays('2024-02-28', 1)).toBe('2024-02-29');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(addDays('9999-12-31', 1)).toBe('9999-12-31');
    let day = '1999-12-01';
    for (let count = 0; count < 3000; count += 1) {
      const next = addDays(day, 1);
      expect(isDay(next)).toBe(true);
      expect(next).toBe(new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10));
      day = next;
    }
    expect(['2026-02-29', '0000-01-01', '2026-13-01', '2026-1-1'].map(isDay)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
