import type { Condition, Filter, FilterOp, FilterValue } from './filter.ts';
import { FILTER_LIMITS, MANY_VALUES_OPS, NO_VALUE_OPS, ONE_VALUE_OPS } from './filter.ts';
import { type Checked, invalid, nearest, valid } from './filter-problem.ts';

const OPS: readonly FilterOp[] = [...ONE_VALUE_OPS, ...MANY_VALUES_OPS, ...NO_VALUE_OPS];

/** Checks the shape of a filter that came as JSON from outside. Names and kinds are checked by binding. */
export function readFilter(json: unknown): Checked<Filter> {
  return new FilterReader().read(json, 0);
}

class FilterReader {
  private conditions = 0;

  read(json: unknown, depth: number): Checked<Filter> {
    if (depth > FILTER_LIMITS.depth) return invalid('The filter is nested too deeply.');
    if (!isObject(json)) return invalid('A filter is an object: and, or, not, or field with op and value.');
    const keys = Object.keys(json).sort().join();
    if (keys === 'and') return this.list(json.and, depth, (and) => ({ and }));
    if (keys === 'or') return this.list(json.or, depth, (or) => ({ or }));
    if (keys === 'not') {
      const inner = this.read(json.not, depth + 1);
      return inner.ok ? valid({ not: inner.value }) : inner;
    }
    return this.condition(json);
  }

  private list(json: unknown, depth: number, build: (parts: Filter[]) => Filter): Checked<Filter> {
    if (!Array.isArray(json)) return invalid('and / or take a list of filters.');
    const parts: Filter[] = [];
    for (const entry of json) {
      if (parts.length >= FILTER_LIMITS.conditions) return tooLong();
      const part = this.read(entry, depth + 1);
      if (!part.ok) return part;
      parts.push(part.value);
    }
    return valid(build(parts));
  }

  private condition(json: Record<string, unknown>): Checked<Condition> {
    this.conditions += 1;
    if (this.conditions > FILTER_LIMITS.conditions) return tooLong();
    const { field, op, value, ...rest } = json;
    if (Object.keys(rest).length > 0)
      return invalid(`A condition has no "${Object.keys(rest)[0]?.slice(0, 40)}".`);
    if (typeof field !== 'string' || !isText(field) || field === '')
      return invalid('A condition names its field.');
    const one = ONE_VALUE_OPS.find((known) => known === op);
    if (one) {
      const read = readValue(value);
      return read.ok ? valid({ field, op: one, value: read.value }) : read;
    }
    const many = MANY_VALUES_OPS.find((known) => known === op);
    if (many) {
      const read = readValues(value);
      return read.ok ? valid({ field, op: many, value: read.value }) : read;
    }
    const none = NO_VALUE_OPS.find((known) => known === op);
    if (!none) return unknownOp(op);
    return value === undefined ? valid({ field, op: none }) : invalid(`"${none}" takes no value.`);
  }
}

export function readValue(json: unknown): Checked<FilterValue> {
  if (typeof json === 'string') return isText(json) ? valid(json) : invalid('A value is not usable text.');
  if (typeof json === 'number')
    return Number.isFinite(json) ? valid(json + 0) : invalid('A number is not finite.');
  if (typeof json === 'boolean') return valid(json);
  if (isObject(json) && Object.keys(json).length === 1) {
    if (json.me === true) return valid({ me: true });
    if (typeof json.today === 'number') return readToday(json.today);
  }
  return invalid('A value is text, a number, true, false, me or today.');
}

export function readToday(days: number): Checked<FilterValue> {
  if (Number.isInteger(days) && Math.abs(days) <= FILTER_LIMITS.todayOffset)
    return valid({ today: days + 0 });
  return invalid(`today can be shifted by at most ${FILTER_LIMITS.todayOffset} days.`);
}

function readValues(json: unknown): Checked<FilterValue[]> {
  if (!Array.isArray(json) || json.length === 0) return invalid('This operator takes a list of values.');
  if (json.length > FILTER_LIMITS.values)
    return invalid(`A list holds at most ${FILTER_LIMITS.values} values.`);
  const values: FilterValue[] = [];
  for (const entry of json) {
    const value = readValue(entry);
    if (!value.ok) return value;
    values.push(value.value);
  }
  return valid(values);
}

function unknownOp(op: unknown): Checked<never> {
  const name = String(op).slice(0, 40);
  const suggestion = nearest(name, OPS);
  return invalid(`There is no operator "${name}".`, suggestion === undefined ? {} : { suggestion });
}

function tooLong(): Checked<never> {
  return invalid(`A filter holds at most ${FILTER_LIMITS.conditions} conditions.`);
}

function isObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

/** PostgreSQL takes neither NUL nor lone surrogates, so no filter may ask for them. */
export function isText(value: string): boolean {
  return value.length <= FILTER_LIMITS.valueLength && !value.includes('\u0000') && value.isWellFormed();
}
