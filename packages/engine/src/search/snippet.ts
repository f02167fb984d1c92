import { searchWords } from './search-words.ts';

/** A piece of a text around what was found. No markup: `marks` are places in `text`, start and end. */
export interface Snippet {
  readonly text: string;
  readonly marks: readonly (readonly [start: number, end: number])[];
}

const BEFORE = 60;
const LENGTH = 200;
const SCANNED = 50_000;

export function snippetOf(text: string, words: readonly string[]): Snippet {
  const first = firstMatch(text, words);
  const start = first < BEFORE ? 0 : wordStart(text, first - BEFORE);
  const piece = clean(text.slice(start, start + LENGTH));
  const prefix = start > 0 ? '… ' : '';
  const suffix = start + LENGTH < text.length ? ' …' : '';
  const marks = marksIn(piece, words).map(
    ([from, to]) => [from + prefix.length, to + prefix.length] as const,
  );
  return { text: `${prefix}${piece}${suffix}`, marks };
}

export function marksIn(text: string, words: readonly string[]): [number, number][] {
  const marks: [number, number][] = [];
  for (const { index, length } of matchesIn(text, words)) marks.push([index, index + length]);
  return marks;
}

function firstMatch(text: string, words: readonly string[]): number {
  for (const { index } of matchesIn(text.slice(0, SCANNED), words)) return index;
  return 0;
}

function* matchesIn(text: string, words: readonly string[]): Generator<{ index: number; length: number }> {
  for (const match of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
    const found = searchWords(match[0]);
    if (found.some((word) => words.some((asked) => word.startsWith(asked)))) {
      yield { index: match.index, length: match[0].length };
    }
  }
}

function wordStart(text: string, from: number): number {
  const space = text.slice(from, from + BEFORE).search(/\s/);
  return space < 0 ? from : from + space + 1;
}

// The same length as before, so that places hold; a surrogate pair that was cut in two becomes one sign.
function clean(piece: string): string {
  return piece.replace(/\s/g, ' ').toWellFormed();
}
