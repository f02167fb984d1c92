import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CLOSE_CODES } from './close-codes.ts';
import type { FrameProblemCode } from './frame-checks.ts';
import { REFUSAL_CODES } from './refusal-codes.ts';
import { WIRE_LIMITS } from './wire-limits.ts';

function rowsOf(file: string): string[] {
  const text = readFileSync(new URL(`../../../docs/api/${file}`, import.meta.url), 'utf8');
  return text.split('\n').filter((line) => line.startsWith('| `'));
}

function row(...cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}

/** A total record, so that a new kind of problem does not compile without its line. */
const PROBLEMS: Record<FrameProblemCode, string> = {
  BAD_FRAME: 'The bytes are no frame of this wire.',
  UNKNOWN_FRAME: 'The frame is of no kind that this version knows.',
  BAD_FIELD: 'A field of the frame does not check; the message names it.',
};

test('[WIRE7] docs/api/errors.md lists every refusal code with its meaning, and no other', () => {
  const expected = Object.entries(REFUSAL_CODES).map(([code, meaning]) => row(`\`${code}\``, meaning));
  expect(rowsOf('errors.md')).toEqual(expected);
});

test('[WIRE7] docs/api/wire.md lists every problem, close code and limit, and no other', () => {
  const problems = Object.entries(PROBLEMS).map(([code, meaning]) => row(`\`${code}\``, meaning));
  const closes = Object.entries(CLOSE_CODES).map(([code, entry]) =>
    row(`\`${code}\``, `\`${entry.name}\``, entry.meaning),
  );
  const limits = Object.entries(WIRE_LIMITS).map(([name, limit]) =>
    row(`\`${name}\``, limit.toLocaleString('en')),
  );
  expect(rowsOf('wire.md')).toEqual([...problems, ...closes, ...limits]);
});
