import type { Condition, Filter, FilterValue, ManyValues, OneValue } from './filter.ts';
import { EVERYTHING, FILTER_LIMITS } from './filter.ts';
import type { FilterProblem } from './filter-problem.ts';
import { type Checked, invalid, valid } from './filter-problem.ts';
import { KEYWORDS, type Token, tokenize } from './filter-tokens.ts';
import { isText, readToday } from './read-filter.ts';

export interface Span {
  readonly at: number;
  readonly length: number;
}

export interface ParsedFilter {
  readonly filter: Filter;
  /** Where each condition stands in the text. */
  readonly spans: ReadonlyMap<Condition, Span>;
}

/** Reads `status in (todo, doing) and assignee = me and not title ~ "crash"`. Empty text lets everything through. */
export function parseFilter(text: string): Checked<ParsedFilter> {
  if (text.length > FILTER_LIMITS.textLength) return invalid('The filter is too long.');
  const tokens = tokenize(text);
  if (!tokens.ok) return tokens;
  const parser = new FilterParser(tokens.value);
  try {
    return valid({ filter: parser.whole(), spans: parser.spans });
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, problem: error.problem };
    throw error;
  }
}

/** Never leaves this file: it carries a problem out of the recursion. */
class Unreadable extends Error {
  readonly problem: FilterProblem;

  constructor(problem: FilterProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

const SIGNS: Record<string, OneValue['op'] | 'not contains'> = {
  '=': '=',
  '!=': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '~': 'contains',
  '!~': 'not contains',
};
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const TODAY = /^today(?:([+-])(\d{1,6})([dw]?))?$/i;

class FilterParser {
  readonly spans = new Map<Condition, Span>();
  private readonly tokens: readonly Token[];
  private index = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  whole(): Filter {
    if (this.atEnd()) return EVERYTHING;
    const filter = this.either(0);
    if (!this.atEnd()) this.fail('Here "and", "or" or the end is expected.');
    return filter;
  }

  private either(depth: number): Filter {
    const parts = [this.both(depth)];
    while (this.takeWord('or')) parts.push(this.both(depth));
    const flat = parts.flatMap((part) => ('or' in part ? part.or : [part]));
    return onlyOf(flat) ?? { or: flat };
  }

  private both(depth: number): Filter {
    const parts = [this.single(depth)];
    while (this.takeWord('and')) parts.push(this.single(depth));
    const [first] = parts;
    if (parts.length === 1 && first) return first;
    const flat = parts.flatMap((part) => ('and' in part ? part.and : [part]));
    return onlyOf(flat) ?? { and: flat };
  }

  private single(depth: number): Filter {
    if (depth > FILTER_LIMITS.depth) this.fail('The filter is nested too deeply.');
    if (this.takeWord('not')) return { not: this.single(depth + 1) };
    if (!this.takeSign('(')) return this.condition();
    if (this.takeSign(')')) return EVERYTHING;
    const inner = this.either(depth + 1);
    if (!this.takeSign(')')) this.fail('A closing bracket is missing.', ')');
    return inner;
  }

  private condition(): Filter {
    const start = this.next;
    const field = this.field();
    const { condition, negated } = this.test(field);
    const last = this.tokens[this.index - 1] ?? start;
    this.spans.set(condition, { at: start.at, length: last.at + last.length - start.at });
    if (this.spans.size > FILTER_LIMITS.conditions) {
      this.fail(`A filter holds at most ${FILTER_LIMITS.conditions} conditions.`);
    }
    return negated ? { not: condition } : condition;
  }

  private field(): string {
    const token = this.next;
    const keyword = token.kind === 'word' && KEYWORDS.has(token.text.toLowerCase());
    if (
      token.kind === 'end' ||
      token.kind === 'sign' ||
      keyword ||
      token.text === '' ||
      !isText(token.text)
    ) {
      this.fail('Here the name of a field is expected.', keyword ? `"${token.text}"` : undefined);
    }
    this.index += 1;
    return token.text;
  }

  private test(field: string): { condition: Condition; negated: boolean } {
    const sign = this.next.kind === 'sign' ? SIGNS[this.next.text] : undefined;
    if (sign) {
      this.index += 1;
      const op = sign === 'not contains' ? 'contains' : sign;
      return { condition: { field, op, value: this.value() }, negated: sign === 'not contains' };
    }
    return { condition: this.wordTest(field), negated: false };
  }

  private wordTest(field: string): Condition {
    if (this.takeWord('contains')) return { field, op: 'contains', value: this.value() };
    if (this.takeWord('in')) return this.listTest(field, 'in');
    if (this.takeWord('not')) {
      if (!this.takeWord('in')) this.fail('After "not" comes "in" and a list here.', 'not in');
      return this.listTest(field, 'not in');
    }
    if (this.takeWord('is')) {
      const op = this.takeWord('not') ? 'is not empty' : 'is empty';
      if (!this.takeWord('empty')) this.fail('"is" goes with "empty" or "not empty".', '=');
      return { field, op };
    }
    if (this.takeWord('has')) {
      if (this.takeWord('any')) return this.listTest(field, 'has any');
      if (this.takeWord('all')) return this.listTest(field, 'has all');
      return { field, op: 'has any', value: [this.value()] };
    }
    const suggestion = this.next.text === ':' ? '=' : undefined;
    return this.fail(
      `After "${field.slice(0, 40)}" an operator is expected: = != < <= > >= ~ in has is.`,
      suggestion,
    );
  }

  private listTest(field: string, op: ManyValues['op']): ManyValues {
    if (!this.takeSign('(')) this.fail('Here a list in brackets is expected.', `(${this.next.text})`);
    const value: FilterValue[] = [this.value()];
    while (this.takeSign(',')) {
      if (value.length >= FILTER_LIMITS.values)
        this.fail(`A list holds at most ${FILTER_LIMITS.values} values.`);
      value.push(this.value());
    }
    if (!this.takeSign(')')) this.fail('Here a comma or a closing bracket is expected.', ')');
    return { field, op, value };
  }

  private value(): FilterValue {
    const token = this.next;
    if (token.kind === 'end' || token.kind === 'sign') this.fail('Here a value is expected.');
    if (!isText(token.text)) this.fail('The value is too long, or not usable text.');
    const value = token.kind === 'quoted' ? token.text : this.wordValue(token.text);
    this.index += 1;
    return value;
  }

  private wordValue(text: string): FilterValue {
    const lower = text.toLowerCase();
    if (lower === 'me') return { me: true };
    if (lower === 'true' || lower === 'false') return lower === 'true';
    const today = TODAY.exec(text);
    if (today) {
      const days = Number(today[2] ?? 0) * (today[3]?.toLowerCase() === 'w' ? 7 : 1);
      const value = readToday(today[1] === '-' ? -days : days);
      return value.ok ? value.value : this.fail(value.problem.message);
    }
    if (KEYWORDS.has(lower)) this.fail(`"${text}" is a word of the syntax.`, `"${text}"`);
    if (!NUMBER.test(text)) return text;
    const number = Number(text);
    return Number.isFinite(number) ? number + 0 : this.fail('The number is too large.');
  }

  private atEnd(): boolean {
    return this.next.kind === 'end';
  }

  private get next(): Token {
    return this.tokens[Math.min(this.index, this.tokens.length - 1)] as Token;
  }

  private takeWord(word: string): boolean {
    if (this.next.kind !== 'word' || this.next.text.toLowerCase() !== word) return false;
    this.index += 1;
    return true;
  }

  private takeSign(sign: string): boolean {
    if (this.next.kind !== 'sign' || this.next.text !== sign) return false;
    this.index += 1;
    return true;
  }

  private fail(message: string, suggestion?: string): never {
    const { at, length } = this.next;
    const hint = suggestion === undefined ? {} : { suggestion };
    throw new Unreadable({ code: 'INVALID_INPUT', message, at, length, ...hint });
  }
}

function onlyOf(parts: readonly Filter[]): Filter | undefined {
  return parts.length === 1 ? parts[0] : undefined;
}
