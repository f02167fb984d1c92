import type { BoundFilter, Member, Operand, Source, Test, ValueSource } from '@atrium/model';
import { dayEnd, isWholeDay, operandValue } from '@atrium/model';
import { keyIsSql } from './key-sql.ts';
import { readableSql } from './readable-sql.ts';
import type { SqlValues } from './sql-values.ts';
import { isColumn, orderSql, valueSql } from './value-sql.ts';

export interface AskedBy {
  readonly member: Member;
  /** The current day of the one who asks, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * A bound filter as a condition on the record behind `alias`. A test may come out null where it means false; `not`
 * is the only place where that matters, and takes care of it.
 */
export function filterSql(filter: BoundFilter, alias: string, asked: AskedBy, values: SqlValues): string {
  const all = (parts: readonly BoundFilter[]) => parts.map((part) => filterSql(part, alias, asked, values));
  if ('and' in filter) return filter.and.length === 0 ? 'TRUE' : `(${all(filter.and).join(' AND ')})`;
  if ('or' in filter) return filter.or.length === 0 ? 'FALSE' : `(${all(filter.or).join(' OR ')})`;
  if ('not' in filter) return `((${filterSql(filter.not, alias, asked, values)}) IS NOT TRUE)`;
  return conditionSql(filter.source, filter.test, alias, asked, values);
}

function conditionSql(source: Source, test: Test, alias: string, asked: AskedBy, values: SqlValues): string {
  if (!source.through) return testSql(source.value, test, alias, asked, values);
  const { value, target } = source.through;
  const column = isColumn(value);
  const passing = `SELECT pointed.id${column ? '' : '::text COLLATE "C"'} FROM records pointed
    WHERE pointed.type = ${values.add(target, 'text')} AND pointed.deleted_at IS NULL
      AND ${readableSql(asked.member, 'pointed', values)}
      AND ${testSql(source.value, test, 'pointed', asked, values)}`;
  const pointer = valueSql(value, alias, values);
  return value.kind === 'set' ? `${pointer} ?| ARRAY(${passing})` : `${pointer} IN (${passing})`;
}

function testSql(source: ValueSource, test: Test, alias: string, asked: AskedBy, values: SqlValues): string {
  switch (test.test) {
    case 'present':
      return presentSql(source, valueSql(source, alias, values));
    case 'is': {
      const value = `COALESCE(${valueSql(source, alias, values)}, FALSE)`;
      return test.value ? value : `(NOT ${value})`;
    }
    case 'contains': {
      const folded = `lower((${valueSql(source, alias, values)}) COLLATE "und-x-icu") COLLATE "C"`;
      return `strpos(${folded}, ${values.add(test.folded, 'text')}) > 0`;
    }
    case 'any of':
      return anyOfSql(source, test.operands, alias, asked, values);
    case 'all of':
      return allOfSql(source, test.operands, alias, asked, values);
    case 'compare':
      return compareSql(source, test.op, test.operand, alias, asked, values);
  }
}

function presentSql(source: ValueSource, value: string): string {
  if (source.kind === 'set') {
    return `jsonb_path_exists(${value}, '$[*] ? (@.type() == "string")')`;
  }
  if (source.kind === 'opaque') {
    return `${value} NOT IN ('null'::jsonb, '""'::jsonb, '[]'::jsonb, '{}'::jsonb)`;
  }
  const isText = source.kind !== 'number' && source.kind !== 'boolean' && !isColumn(source);
  return isText ? `(${value}) <> ''` : `(${value}) IS NOT NULL`;
}

function anyOfSql(
  source: ValueSource,
  operands: readonly Operand[],
  alias: string,
  asked: AskedBy,
  values: SqlValues,
): string {
  if (operands.some((operand) => isWholeDay(source, operand))) {
    const days = operands.map((operand) => onDaySql(source, operand, alias, asked, values));
    return `(${days.join(' OR ')})`;
  }
  const found = operands.map((operand) => literalOf(operand, asked));
  if (source.from === 'record' && source.name === 'key') return keyIsSql(found, alias, values);
  const value = valueSql(source, alias, values);
  if (source.kind === 'set') return `${value} ?| ${values.add(found, 'text[]')}`;
  const [only] = found;
  if (found.length === 1) return `${value} = ${values.add(only, typeOf(source))}`;
  return `${value} = ANY(${values.add(found, `${typeOf(source)}[]`)})`;
}

function allOfSql(
  source: ValueSource,
  operands: readonly Operand[],
  alias: string,
  asked: AskedBy,
  values: SqlValues,
): string {
  const found = operands.map((operand) => literalOf(operand, asked));
  return `${valueSql(source, alias, values)} ?& ${values.add(found, 'text[]')}`;
}

function onDaySql(
  source: ValueSource,
  operand: Operand,
  alias: string,
  asked: AskedBy,
  values: SqlValues,
): string {
  const value = valueSql(source, alias, values);
  const literal = literalOf(operand, asked);
  if (!isWholeDay(source, operand)) return `${value} = ${values.add(literal, typeOf(source))}`;
  const [start, end] = [dayStart(source, literal, values), dayFinish(source, literal, values)];
  return `(${value} >= ${start} AND ${value} < ${end})`;
}

function compareSql(
  source: ValueSource,
  op: '<' | '<=' | '>' | '>=',
  operand: Operand,
  alias: string,
  asked: AskedBy,
  values: SqlValues,
): string {
  const value = orderSql(source, alias, values);
  const literal = literalOf(operand, asked);
  if (source.order) return `${value} ${op} ${values.add(source.order.indexOf(literal) + 1, 'int')}`;
  if (!isWholeDay(source, operand)) return `${value} ${op} ${values.add(literal, typeOf(source))}`;
  if (op === '<' || op === '>=') return `${value} ${op} ${dayStart(source, literal, values)}`;
  return `${value} ${op === '<=' ? '<' : '>='} ${dayFinish(source, literal, values)}`;
}

function dayStart(source: ValueSource, day: string, values: SqlValues): string {
  if (!isColumn(source)) return values.add(day, 'text');
  return `(${values.add(day, 'date')}::timestamp AT TIME ZONE 'UTC')`;
}

/** The first moment after the day. */
function dayFinish(source: ValueSource, day: string, values: SqlValues): string {
  if (!isColumn(source)) return values.add(dayEnd(day), 'text');
  return `((${values.add(day, 'date')} + 1)::timestamp AT TIME ZONE 'UTC')`;
}

function literalOf(operand: Operand, { member, today }: AskedBy): string {
  return String(operandValue(operand, { me: member.personId, today }));
}

function typeOf(source: ValueSource): string {
  if (source.kind === 'number') return 'numeric';
  if (!isColumn(source)) return 'text';
  if (source.kind === 'instant') return 'timestamptz';
  return source.kind === 'id' ? 'uuid' : 'text';
}
