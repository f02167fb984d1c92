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

/** What the server and its tools may say, with sentences in pieces put together. */
const spoken = ['apps/server/src', 'packages', 'tools']
  .flatMap(filesOf)
  .filter((path) => /\.(ts|mjs)$/.test(path) && !path.includes('.test.'))
  .map((path) => read(path).replaceAll(/['`] \+\s+['`]/g, ''))
  .join('\n');

/** Sentences of the first table, and those in quotes below; `…` stands for what differs. */
const complaints = read('docs/operators/troubleshooting.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| it says') && !line.startsWith('| what |'))
  .map((line) => line.split(' | ')[0]?.slice(2) ?? '')
  .flatMap((cell, index, all) =>
    index < all.indexOf('Nobody can reach it')
      ? [cell]
      : [...cell.matchAll(/"([^"]+)"/g)].map(([, quoted]) => quoted ?? ''),
  );

test.each(complaints)('something really says: %s', (complaint) => {
  const pieces = complaint.split(/…|\(…\)|, (?=The )/).map((piece) => piece.replace(/\($/, '').trim());
  expect(pieces.filter((piece) => piece.length > 3 && !spoken.includes(piece))).toEqual([]);
});

test('every page of the documentation is reached from its first one', () => {
  const pages = filesOf('docs').filter((path) => path.endsWith('.md') && path !== 'docs/README.md');
  expect(pages.length).toBeGreaterThan(15);
  const first = read('docs/README.md');
  expect(pages.filter((path) => !first.includes(`](${path.slice('docs/'.length)})`))).toEqual([]);
});
