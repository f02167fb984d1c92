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
