export {
  type Member,
  memberOf,
  PROJECT_ROLES,
  type ProjectRole,
  ROLES,
  type Role,
  systemMember,
} from './access/member.ts';
export { permit, projectRole, type Right, type Target } from './access/permit.ts';
export type { AnyCommandDefinition, DecideContext, Decision } from './commands/command-definition.ts';
export { withBaseValues } from './commands/conflicts.ts';
export { decide } from './commands/decide.ts';
export type { RecordReader } from './commands/record-reader.ts';
export { isRefusal, refuse } from './commands/refuse.ts';
export { bindFilter, bindFilterText } from './filter/bind-filter.ts';
export {
  asksAbout,
  type BoundFilter,
  type Operand,
  type Source,
  type Test,
  type ValueKind,
  type ValueSource,
} from './filter/bound-filter.ts';
export { addDays, isDay } from './filter/civil-day.ts';
export {
  type Condition,
  canonicalFilter,
  EVERYTHING,
  FILTER_LIMITS,
  type Filter,
  type FilterOp,
  type FilterValue,
  fieldsOf,
} from './filter/filter.ts';
export type { Checked, FilterProblem } from './filter/filter-problem.ts';
export { type FilterContext, isDayOperand, matches, operandValue } from './filter/matches.ts';
export { type ParsedFilter, parseFilter, type Span } from './filter/parse-filter.ts';
export { printFilter } from './filter/print-filter.ts';
export { readFilter } from './filter/read-filter.ts';
export type { ReadRecord } from './filter/record-value.ts';
export {
  type BoundSortKey,
  bindSort,
  comparator,
  parseSort,
  printSort,
  readSort,
  type SortKey,
  type SortValue,
  sortValues,
} from './filter/sort.ts';
export { compareText, foldText } from './filter/text-order.ts';
export { type EvolvingEvent, evolve } from './records/evolve.ts';
export { canConflict, type Field, type FieldKind, isSetValued } from './records/field.ts';
export { keysOf, type Placed, placeOf } from './records/place-of.ts';
export type { Place, RecordType } from './records/record-type.ts';
export { builtIn, type Registry } from './registry.ts';
export {
  parseScope,
  projectScope,
  recordScope,
  type Scope,
  scopesOf,
  WORKSPACE_SCOPE,
} from './scopes/scope.ts';
