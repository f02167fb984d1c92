import type { Condition, Filter, FilterValue } from './filter.ts';
import { canonicalFilter } from './filter.ts';
import { KEYWORDS } from './filter-tokens.ts';

/** The text of a filter. Parsing it gives the filter back, in its canonical spelling. */
export function printFilter(filter: Filter): string {
  const canonical = canonicalFilter(filter);
  return isEverything(canonical) ? '' : print(canonical);
}

function print(filter: Filter): string {
  if ('and' in filter) {
    if (filter.and.length === 0) return '()';
    return filter.and.map((part) => ('or' in part ? `(${print(part)})` : print(part))).join(' and ');
  }
  if ('or' in filter) return filter.or.map(print).join(' or ');
  if ('not' in filter) {
    const { not } = filter;
    const joined = ('and' in not && not.and.length > 0) || 'or' in not;
    return joined ? `not (${print(not)})` : `not ${print(not)}`;
  }
  return printCondition(filter);
}

function isEverything(filter: Filter): boolean {
  return 'and' in filter && filter.and.length === 0;
}

function printCondition(condition: Condition): string {
  const field = printName(condition.field);
  switch (condition.op) {
    case 'is empty':
    case 'is not empty':
      return `${field} ${condition.op}`;
    case 'in':
    case 'not in':
    case 'has any':
    case 'has all':
      return `${field} ${condition.op} (${condition.value.map(printValue).join(', ')})`;
    case 'contains':
      return `${field} ~ ${printValue(condition.value)}`;
    default:
      return `${field} ${condition.op} ${printValue(condition.value)}`;
  }
}

const NAME = /^[\p{L}_][\p{L}\p{N}_.-]*$/u;
const DAY_OR_ID = /^(\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/;

function printName(text: string): string {
  return NAME.test(text) && !KEYWORDS.has(text.toLowerCase()) && !/^today/i.test(text) ? text : quote(text);
}

function printValue(value: FilterValue): string {
  if (typeof value === 'string') return DAY_OR_ID.test(value) ? value : printName(value);
  if (typeof value !== 'object') return String(value);
  if ('me' in value) return 'me';
  if (value.today === 0) return 'today';
  return `today${value.today > 0 ? '+' : '-'}${Math.abs(value.today)}d`;
}

function quote(text: string): string {
  const escaped = text
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
  return `"${escaped}"`;
}
