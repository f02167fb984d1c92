import { searchWords } from './search-words.ts';

/** What someone typed into the search box, in the parts that SQL needs. */
export interface SearchQuestion {
  /** In the syntax of websearch_to_tsquery: quotes, `or` and `-` as typed, everything else reduced to words. */
  readonly web: string;
  /** As `web`, without its last word. */
  readonly head: string;
  /** The last word, which may still be being typed; empty where it cannot be a beginning. */
  readonly last: string;
  /** All words, for marking what was found. */
  readonly words: readonly string[];
}

export const MAX_QUESTION = 500;

export function readQuestion(text: string): SearchQuestion {
  const parts: string[] = [];
  const words: string[] = [];
  let last = '';
  for (const match of text.slice(0, MAX_QUESTION).matchAll(/(-?)"([^"]*)"|(\S+)/g)) {
    const quoted = match[2] !== undefined;
    const negative = quoted ? match[1] === '-' : (match[3] ?? '').startsWith('-');
    const found = searchWords(match[2] ?? match[3] ?? '');
    if (found.length === 0) continue;
    last = '';
    if (quoted || negative) parts.push(`${negative ? '-' : ''}"${found.join(' ')}"`);
    else {
      parts.push(...found);
      last = found.at(-1) ?? '';
    }
    if (!negative) words.push(...found);
  }
  const head = last === '' ? parts : parts.slice(0, -1);
  return { web: parts.join(' '), head: head.join(' '), last, words };
}
