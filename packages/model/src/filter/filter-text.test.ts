import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Filter, FilterValue } from './filter.ts';
import { canonicalFilter, FILTER_LIMITS, MANY_VALUES_OPS, NO_VALUE_OPS, ONE_VALUE_OPS } from './filter.ts';
import { parseFilter } from './parse-filter.ts';
import { printFilter } from './print-filter.ts';
import { readFilter } from './read-filter.ts';

const name = fc.oneof(
  fc.constantFrom('status', 'project.key', 'not', 'in', 'me', 'today', 'två ord', 'a"b\\c', '12'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter((text) => !text.includes('\u0000')),
);
const value: fc.Arbitrary<FilterValue> = fc.oneof(
  name,
  fc.string({ unit: 'binary', maxLength: 20 }).filter((text) => !text.includes('\u0000')),
  fc.constantFrom('2026-01-31', 'true', 'today+3d', '1e5', '-7', '', '0190a5d4-0000-7000-8000-000000000001'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0),
  fc.boolean(),
  fc.constant({ me: true } as const),
  fc.integer({ min: -36_500, max: 36_500 }).map((today) => ({ today })),
);
const condition = fc.oneof(
  fc.record({ field: name, op: fc.constantFrom(...ONE_VALUE_OPS), value }),
  fc.record({
    field: name,
    op: fc.constantFrom(...MANY_VALUES_OPS),
    value: fc.array(value, { minLength: 1, maxLength: 4 }),
  }),
  fc.record({ field: name, op: fc.constantFrom(...NO_VALUE_OPS) }),
);
const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    condition as fc.Arbitrary<Filter>,
    fc.array(tie('filter'), { maxLength: 4 }).map((and) => ({ and })),
    fc.array(tie('filter'), { maxLength: 4 }).map((or) => ({ or })),
    tie('filter').map((not) => ({ not })),
  ),
}));

function parsed(text: string): Filter {
  const result = parseFilter(text);
  if (!result.ok) throw new Error(`${result.problem.message} in ${text}`);
  return result.value.filter;
}

function problem(text: string) {
  const result = parseFilter(text);
  if (result.ok) throw new Error(`${text} was read`);
  return result.problem;
}

describe('filter text', () => {
  test('[FILTER1] parsing a printed filter gives the filter, in its canonical spelling', () => {
    fc.assert(
      fc.property(filter, (given) => {
        const canonical = canonicalFilter(given);
        expect(parsed(printFilter(given))).toEqual(canonical);
        expect(canonicalFilter(canonical)).toEqual(canonical);
      }),
      { numRuns: 1000 },
    );
  });

  test('[FILTER1] a person can type it', () => {
    const text = 'status in (todo, doing) and assignee = me and due < today+1w AND not title ~ "crash"';
    expect(parsed(text)).toEqual({
      and: [
        { field: 'status', op: 'in', value: ['todo', 'doing'] },
        { field: 'assignee', op: '=', value: { me: true } },
        { field: 'due', op: '<', value: { today: 7 } },
        { not: { field: 'title', op: 'contains', value: 'crash' } },
      ],
    });
    expect(printFilter(parsed(text))).toBe(
      'status in (todo, doing) and assignee = me and due < today+7d and not title ~ crash',
    );
  });

  test('[FILTER1] and binds closer than or, not closest', () => {
    expect(parsed('a = 1 or b = 2 and not c = 3')).toEqual({
      or: [
        { field: 'a', op: '=', value: 1 },
        {
          and: [{ field: 'b', op: '=', value: 2 }, { not: { field: 'c', op: '=', value: 3 } }],
        },
      ],
    });
    expect(printFilter(parsed('(a=1 or b=2) and c!=3'))).toBe('(a = 1 or b = 2) and c != 3');
  });

  test('[FILTER1] empty text lets everything through', () => {
    expect(parsed('  ')).toEqual({ and: [] });
    expect(printFilter({ and: [] })).toBe('');
  });

  test.each([
    ['status is todo', 10, '='],
    ['status', 6, undefined],
    ['status = ', 9, undefined],
    ['title ~ "open', 8, '"open"'],
    ['(a = 1', 6, ')'],
    ['a = 1 b = 2', 6, undefined],
    ['a in todo', 5, '(todo)'],
    ['a in ()', 6, undefined],
    ['a ! 2', 2, '!='],
    ['and = 2', 0, '"and"'],
    ['a = empty', 4, '"empty"'],
    ['due < today+99999d', 6, undefined],
  ])('[FILTER2] %s is refused at %i', (text, at, suggestion) => {
    expect(problem(text)).toMatchObject({ code: 'INVALID_INPUT', at });
    expect(problem(text).suggestion).toBe(suggestion);
  });

  test('[FILTER2] no text makes the parser throw', () => {
    const words = fc.constantFrom(
      'and',
      'or',
      'not',
      '(',
      ')',
      'in',
      'is',
      'has',
      '=',
      '~',
      '"',
      '\\',
      ',',
      'today',
      '!',
    );
    const soup = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.oneof(words, fc.string({ maxLength: 3 })), { maxLength: 20 })
        .map((parts) => parts.join(' ')),
    );
    fc.assert(fc.property(soup, (text) => typeof parseFilter(text).ok === 'boolean'));
  });

  test('[FILTER3] size and depth are bounded', () => {
    const deep = '('.repeat(100_000);
    expect(problem(`${'not '.repeat(FILTER_LIMITS.depth + 2)}a = 1`).message).toContain('too deeply');
    expect(problem(deep.slice(0, 9000)).message).toContain('too deeply');
    expect(problem(deep).message).toContain('too long');
    const many = Array.from({ length: FILTER_LIMITS.conditions + 1 }, () => 'a = 1').join(' or ');
    expect(problem(many).message).toContain('at most');
    let nested: unknown = { field: 'a', op: '=', value: 1 };
    for (let depth = 0; depth < 10_000; depth += 1) nested = { not: nested };
    expect(readFilter(nested).ok).toBe(false);
  });

  test('[FILTER3] a filter from outside is checked before use', () => {
    const good: Filter = { and: [{ field: 'a', op: 'in', value: ['x', { me: true }, { today: -3 }] }] };
    expect(readFilter(JSON.parse(JSON.stringify(good)))).toEqual({ ok: true, value: good });
    for (const bad of [
      null,
      [],
      {},
      { and: 1 },
      { and: [], or: [] },
      { field: 'a', op: '=', value: null },
      { field: 'a', op: '=', value: 'nul\u0000' },
      { field: 'a', op: '=', value: '\ud800' },
      { field: 'a', op: 'in', value: [] },
      { field: 'a', op: 'in', value: 'x' },
      { field: 'a', op: 'is empty', value: 1 },
      { field: 'a', op: 'like', value: 'x' },
      { field: 'a', op: '=', value: { today: 1.5 } },
      { field: '', op: '=', value: 1 },
      { field: 'a', op: '=', value: 1, extra: true },
    ]) {
      expect(readFilter(bad).ok, JSON.stringify(bad)).toBe(false);
    }
    expect(readFilter({ field: 'a', op: 'contain', value: 'x' })).toMatchObject({
      problem: { suggestion: 'contains' },
    });
  });

  test('[FILTER1] everything that JSON can say survives the text', () => {
    fc.assert(
      fc.property(filter, (given) => {
        const read = readFilter(JSON.parse(JSON.stringify(given)));
        expect(read).toEqual({ ok: true, value: given });
      }),
    );
  });
});
