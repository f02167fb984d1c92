import { isId, isInstant } from '@atrium/protocol';
import type { Field } from '../records/field.ts';
import type { RecordType } from '../records/record-type.ts';
import { builtIn, type Registry } from '../registry.ts';
import { bindSource, type NamedSource } from './bind-source.ts';
import type { BoundFilter, Operand, Test, ValueKind } from './bound-filter.ts';
import { isDay } from './civil-day.ts';
import type { Condition, Filter, FilterOp, FilterValue } from './filter.ts';
import { type Checked, invalid, nearest, valid } from './filter-problem.ts';
import { parseFilter } from './parse-filter.ts';
import { foldText } from './text-order.ts';

/** Checks a filter against a record type and turns it into what `matches` and the SQL compiler work on. */
export function bindFilter(
  filter: Filter,
  type: RecordType,
  registry: Registry = builtIn,
): Checked<BoundFilter> {
  if ('and' in filter) return bindList(filter.and, type, registry, (and) => ({ and }));
  if ('or' in filter) return bindList(filter.or, type, registry, (or) => ({ or }));
  if ('not' in filter) {
    const inner = bindFilter(filter.not, type, registry);
    return inner.ok ? valid({ not: inner.value }) : inner;
  }
  const bound = bindCondition(filter, type, registry);
  return bound.ok ? bound : { ok: false, problem: { ...bound.problem, condition: filter } };
}

/** Parses and binds; problems of meaning carry their place in the text, too. */
export function bindFilterText(text: string, type: RecordType, registry?: Registry): Checked<BoundFilter> {
  const parsed = parseFilter(text);
  if (!parsed.ok) return parsed;
  const bound = bindFilter(parsed.value.filter, type, registry);
  if (bound.ok) return bound;
  const span = bound.problem.condition && parsed.value.spans.get(bound.problem.condition);
  return { ok: false, problem: { ...bound.problem, ...span } };
}

function bindList(
  parts: readonly Filter[],
  type: RecordType,
  registry: Registry,
  build: (parts: BoundFilter[]) => BoundFilter,
): Checked<BoundFilter> {
  const bound: BoundFilter[] = [];
  for (const part of parts) {
    const one = bindFilter(part, type, registry);
    if (!one.ok) return one;
    bound.push(one.value);
  }
  return valid(build(bound));
}

const ORDERED: readonly FilterOp[] = [
  '=',
  '!=',
  'in',
  'not in',
  '<',
  '<=',
  '>',
  '>=',
  'is empty',
  'is not empty',
];
const OPS: Readonly<Record<ValueKind, readonly FilterOp[]>> = {
  text: [...ORDERED, 'contains'],
  id: ['=', '!=', 'in', 'not in', 'is empty', 'is not empty'],
  number: ORDERED,
  day: ORDERED,
  instant: ORDERED,
  boolean: ['=', '!=', 'is empty', 'is not empty'],
  set: ['=', '!=', 'in', 'not in', 'has any', 'has all', 'is empty', 'is not empty'],
  opaque: ['is empty', 'is not empty'],
};

function bindCondition(condition: Condition, type: RecordType, registry: Registry): Checked<BoundFilter> {
  const found = bindSource(condition.field, type, registry);
  if (!found.ok) return found;
  const { kind } = found.value.source.value;
  if (!OPS[kind].includes(condition.op)) return wrongOp(condition, kind);
  const { source } = found.value;
  switch (condition.op) {
    case 'is empty':
      return valid({ not: { source, test: { test: 'present' } } });
    case 'is not empty':
      return valid({ source, test: { test: 'present' } });
    case 'contains': {
      if (typeof condition.value === 'object') return invalid('"~" takes a piece of text.');
      return valid({ source, test: { test: 'contains', folded: foldText(String(condition.value)) } });
    }
    case '<':
    case '<=':
    case '>':
    case '>=': {
      const operand = bindValue(condition.value, found.value);
      if (!operand.ok) return operand;
      return valid({ source, test: { test: 'compare', op: condition.op, operand: operand.value } });
    }
    default: {
      const values = Array.isArray(condition.value) ? condition.value : [condition.value as FilterValue];
      const test = bindEquality(condition.op, values, found.value);
      if (!test.ok) return test;
      const positive: BoundFilter = { source, test: test.value };
      return valid(condition.op === '!=' || condition.op === 'not in' ? { not: positive } : positive);
    }
  }
}

function bindEquality(op: FilterOp, values: readonly FilterValue[], named: NamedSource): Checked<Test> {
  if (named.source.value.kind === 'boolean') {
    const [value] = values;
    if (typeof value !== 'boolean') return invalid('This field is either true or false.');
    return valid({ test: 'is', value });
  }
  const operands: Operand[] = [];
  for (const value of values) {
    const operand = bindValue(value, named);
    if (!operand.ok) return operand;
    operands.push(operand.value);
  }
  return valid({ test: op === 'has all' ? 'all of' : 'any of', operands });
}

function wrongOp({ field, op }: Condition, kind: ValueKind): Checked<never> {
  const possible = OPS[kind];
  const near = op === 'contains' && kind === 'set' ? 'has any' : op.startsWith('has') ? 'in' : undefined;
  const suggestion = near && possible.includes(near) ? { suggestion: near } : {};
  return invalid(
    `"${op}" does not go with "${field.slice(0, 40)}". Possible: ${possible.join(', ')}.`,
    suggestion,
  );
}

function bindValue(value: FilterValue, { source, field }: NamedSource): Checked<Operand> {
  const kind = source.value.kind;
  if (typeof value === 'object') return bindSymbol(value, kind, holdsPeople(source.value.name, field));
  switch (kind) {
    case 'number':
      return typeof value === 'number'
        ? valid({ literal: value })
        : invalid('This field is compared with a number.');
    case 'day':
      return bindDay(value);
    case 'instant':
      return isInstant(value) && !value.startsWith('0000') ? valid({ literal: value }) : bindDay(value);
    case 'id':
      return bindId(value, source.through === undefined ? source.value.name : undefined);
    case 'set':
      if (field?.kind === 'user' || field?.kind === 'relation') return bindId(value, source.value.name);
      return bindOption(value, field?.options);
    default:
      return bindOption(value, field?.options);
  }
}

function holdsPeople(name: string, field: Field | undefined): boolean {
  if (field) return field.kind === 'user' || field.target === 'person';
  return name === 'createdBy' || name === 'updatedBy' || name === 'id';
}

function bindSymbol(
  value: { readonly me: true } | { readonly today: number },
  kind: ValueKind,
  people: boolean,
): Checked<Operand> {
  if ('today' in value) {
    return kind === 'day' || kind === 'instant' ? valid(value) : invalid('"today" goes with dates only.');
  }
  return people && (kind === 'id' || kind === 'set') ? valid(value) : invalid('"me" goes with people only.');
}

function bindDay(value: FilterValue): Checked<Operand> {
  if (typeof value === 'string' && isDay(value)) return valid({ literal: value, unit: 'day' });
  return invalid('This field is compared with a date such as 2026-01-31, today or today+7d.');
}

function bindId(value: string | number | boolean, relation: string | undefined): Checked<Operand> {
  if (isId(value)) return valid({ literal: value });
  const field = relation === 'project' ? 'key' : 'name';
  const suggestion =
    relation === undefined || relation === 'id' ? {} : { suggestion: `${relation}.${field} = …` };
  return invalid('This field holds the id of a record; compare one of its fields instead.', suggestion);
}

function bindOption(
  value: string | number | boolean,
  options: readonly { readonly value: string; readonly label: string }[] | undefined,
): Checked<Operand> {
  const text = String(value);
  if (!options || options.length === 0) return valid({ literal: text });
  const folded = foldText(text);
  const option =
    options.find((known) => known.value === text) ??
    options.find((known) => foldText(known.value) === folded || foldText(known.label) === folded);
  if (option) return valid({ literal: option.value });
  const near = nearest(
    text,
    options.map((known) => known.value),
  );
  const possible = options
    .map((known) => known.value)
    .join(', ')
    .slice(0, 200);
  const suggestion = near === undefined ? {} : { suggestion: near };
  return invalid(`"${text.slice(0, 40)}" is not one of ${possible}.`, suggestion);
}
