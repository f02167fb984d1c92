import { readFileSync } from 'node:fs';
import type { Json, JsonObject } from '@atrium/protocol';
import { expect, test } from 'vitest';
import type { RecordReader } from './commands/record-reader.ts';
import { isRefusal } from './commands/refuse.ts';
import { bindFilterText } from './filter/bind-filter.ts';
import { bindSort, parseSort } from './filter/sort.ts';
import { builtIn } from './registry.ts';

function page(path: string): string {
  return readFileSync(new URL(`../../../docs/api/${path}`, import.meta.url), 'utf8');
}

function cellsOf(path: string): string[][] {
  const rows = page(path)
    .split('\n')
    .filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .slice(1, row.lastIndexOf('|'))
      .split(' |')
      .map((cell) => cell.trim().replace(/^`|`$/g, '')),
  );
}

/** What stands between fences of a language. */
function blocksOf(path: string, language: string): string[] {
  const fences = page(path).matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
  return [...fences].map(([, block]) => block ?? '');
}

const commands = cellsOf('commands.md').map(([name = '', input = '']) => {
  const fields = input.split(',').map((field) => field.trim());
  return { name, fields: fields.filter(Boolean) };
});
const examples: { [name: string]: JsonObject } = Object.assign(
  {},
  ...blocksOf('commands.md', 'json').map((block): object => JSON.parse(block)),
);

const nobody: RecordReader = {
  get: () => undefined,
  find: () => undefined,
  referrers: () => [],
  nextNumber: () => undefined,
  eventsOf: () => undefined,
};

/** Input is read before anything else, so that with nobody there a good one is refused for who sent it. */
function isReadable(name: string, input: Json): boolean {
  const id = '019ab3c2-7e10-7a52-8a9e-0d2f3c1b4a5e';
  const command = { id, name, recordId: id, baseVersion: 0, input: input as JsonObject, issuedAt: '' };
  const context = {
    actor: { personId: id, via: 'api' },
    now: '2026-01-31T09:00:00.000Z',
    read: nobody,
  } as const;
  const decision = builtIn.commands.get(name)?.run(command, context, builtIn.types);
  if (!decision || !isRefusal(decision)) throw new Error(`${name} let nobody act.`);
  return decision.code !== 'INVALID_INPUT';
}

test('docs/api/commands.md lists every command, and no other', () => {
  expect(commands.map(({ name }) => name)).toEqual([...builtIn.commands.keys()]);
  expect(Object.keys(examples)).toEqual([...builtIn.commands.keys()]);
});

/** Where one of several is enough, leaving out a single one proves nothing. */
const ONE_OF_SEVERAL = new Set(['work_item.move']);

test.each(commands)('the input of $name is as docs/api/commands.md says', ({ name, fields }) => {
  const example = examples[name] ?? {};
  expect(Object.keys(example)).toEqual(fields.map((field) => field.replace('?', '')));
  expect(isReadable(name, example)).toBe(true);
  expect(isReadable(name, { ...example, noSuchField: 1 })).toBe(false);
  for (const field of fields) {
    const { [field.replace('?', '')]: _, ...without } = example;
    if (!ONE_OF_SEVERAL.has(name)) expect(isReadable(name, without), field).toBe(field.endsWith('?'));
  }
});

const filters = [...builtIn.types.values()].flatMap((type) =>
  blocksOf('filters.md', `filter ${type.name}`).flatMap((block) =>
    block
      .trim()
      .split('\n')
      .map((text) => ({ type, text })),
  ),
);

test('docs/api/filters.md shows filters of several record types', () => {
  expect(filters.length).toBeGreaterThan(10);
  expect(blocksOf('filters.md', '(?:filter|sort) \\w+').length).toBe(
    new Set(filters.map(({ type }) => type)).size + 1,
  );
});

test.each(filters)('$text', ({ type, text }) => {
  expect(bindFilterText(text, type)).toMatchObject({ ok: true });
});

const workItem = builtIn.types.get('work_item');
const orders = blocksOf('filters.md', 'sort work_item').flatMap((block) => block.trim().split('\n'));

test.each(orders)('sorted by %s', (text) => {
  if (!workItem) throw new Error('There are work items.');
  const keys = parseSort(text);
  expect(keys.ok && bindSort(keys.value, workItem)).toMatchObject({ ok: true });
});

const mistakes = cellsOf('filters.md').map(([text = '', code = '', suggestion = '']) => ({
  text,
  problem: { code, ...(suggestion && { suggestion }) },
}));

test.each(mistakes)('$text is a mistake', ({ text, problem }) => {
  if (!workItem) throw new Error('There are work items.');
  const bound = bindFilterText(text, workItem);
  expect(bound).toMatchObject({ ok: false, problem });
  expect(!bound.ok && bound.problem.suggestion).toBe(problem.suggestion);
});

test('docs/api/records.md lists every field of every record type with its kind, and no other', () => {
  const sections = page('records.md').split(/^## /m).slice(1);
  const written = sections.map((section) => [
    /^`(\w+)`/.exec(section)?.[1],
    [...section.matchAll(/^\| `(\w+)` \| (\w+) \|/gm)].map(([, name, kind]) => [name, kind]),
  ]);
  expect(written).toEqual(
    [...builtIn.types.values()].map(({ name, fields }) => [
      name,
      Object.entries(fields).map(([field, { kind }]) => [field, kind]),
    ]),
  );
});
