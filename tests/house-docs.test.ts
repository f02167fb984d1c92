import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../tools/prepare.mjs';
import { filesOf } from '../tools/tree.ts';

function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const NAMES: Readonly<Record<string, string>> = {
  ctrl: '$mod',
  esc: 'escape',
  '↓': 'arrowdown',
  '↑': 'arrowup',
};

/** As code names it, in lower case: `$mod+k` for `Ctrl K`, and `g b` for `G` `B`. */
function bindingOf(cell: string): string {
  const presses = [...cell.matchAll(/`([^`]+)`/g)].map(([, press]) => press ?? '');
  const keys = presses.map((press) => press.toLowerCase().split(' '));
  return keys.map((press) => press.map((key) => NAMES[key] ?? key).join('+')).join(' ');
}

const rows = read('docs/users/keyboard.md')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, key = '', label = ''] = line.split(/(?<!`)\|(?!`)/).map((cell) => cell.trim());
    return { keys: bindingOf(key), label };
  });

/** What the web app's sources pair up: `keys: 'x', label: 'Select'`, in either order or as a pair. */
const sources = filesOf('apps/web/src')
  .filter((path) => /\.tsx?$/.test(path) && !path.includes('/gallery/') && !path.includes('.test.'))
  .map((path) => read(path).replaceAll(/\s+/g, ' '));

function isBound(keys: string, label: string): boolean {
  const key = `(?:keys: )?'${keys.replaceAll(/[$+?[\]/]/g, '\\$&')}'`;
  const name = `(?:label: )?'${label}'`;
  const bound = new RegExp(`${key}, ${name}|${name}, ${key}`, 'i');
  return sources.some((text) => bound.test(text));
}

test('docs/users/keyboard.md lists the keys of the app', () => {
  expect(rows.length).toBeGreaterThan(25);
  expect(isBound('x', 'No such thing')).toBe(false);
});

test.each(rows)('$keys: $label', ({ keys, label }) => {
  expect(isBound(keys, label)).toBe(true);
});

test('every page of the documentation is reached from its first one', () => {
  const pages = filesOf('docs').filter((path) => path.endsWith('.md') && path !== 'docs/README.md');
  expect(pages.length).toBeGreaterThan(15);
  const first = read('docs/README.md');
  expect(pages.filter((path) => !first.includes(`](${path.slice('docs/'.length)})`))).toEqual([]);
});
