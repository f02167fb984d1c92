import { type Checked, invalid, valid } from './filter-problem.ts';

export interface Token {
  readonly kind: 'word' | 'quoted' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
  readonly length: number;
}

const SIGNS = ['!=', '<=', '>=', '!~', '(', ')', ',', '=', '<', '>', '~'];
const WORD = /[^\s(),"'=!<>~]+/uy;
const SPACE = /\s*/uy;
const ESCAPES: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

/** Words that stand for something in the syntax; as values or field names they are written in quotes. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  'and or not in is has any all empty contains me today true false'.split(' '),
);

export function tokenize(text: string): Checked<Token[]> {
  const tokens: Token[] = [];
  let at = skipSpace(text, 0);
  while (at < text.length) {
    const token = readToken(text, at);
    if (!token.ok) return token;
    tokens.push(token.value);
    at = skipSpace(text, at + token.value.length);
  }
  tokens.push({ kind: 'end', text: '', at: text.length, length: 0 });
  return valid(tokens);
}

function skipSpace(text: string, at: number): number {
  SPACE.lastIndex = at;
  SPACE.test(text);
  return SPACE.lastIndex;
}

function readToken(text: string, at: number): Checked<Token> {
  const quote = text[at];
  if (quote === '"' || quote === "'") return readQuoted(text, at, quote);
  const sign = SIGNS.find((known) => text.startsWith(known, at));
  if (sign) return valid({ kind: 'sign', text: sign, at, length: sign.length });
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  if (word) return valid({ kind: 'word', text: word, at, length: word.length });
  return invalid('"!" stands only before = and ~.', { at, length: 1, suggestion: '!=' });
}

function readQuoted(text: string, at: number, quote: string): Checked<Token> {
  let value = '';
  for (let index = at + 1; index < text.length; index += 1) {
    const char = text[index] ?? '';
    if (char === quote) return valid({ kind: 'quoted', text: value, at, length: index + 1 - at });
    if (char === '\\') {
      index += 1;
      const escaped = text[index] ?? '';
      value += ESCAPES[escaped] ?? escaped;
    } else value += char;
  }
  const suggestion = `${text.slice(at)}${quote}`;
  return invalid('The quotation mark is not closed.', { at, length: text.length - at, suggestion });
}
