export { canRead } from './access/can-read.ts';
export {
  type Member,
  memberOf,
  PROJECT_ROLES,
  type ProjectRole,
  ROLES,
  type Role,
  systemMember,
} from './access/member.ts';
export { isAdmin, permit, projectRole, RIGHTS, type Right, type Target } from './access/permit.ts';
export type {
  AnyCommandDefinition,
  ChangeCommand,
  CommandDraft,
  CreateCommand,
  DecideContext,
  Decision,
} from './commands/command-definition.ts';
export { withBaseValues } from './commands/conflicts.ts';
export { decide, isServerOnly } from './commands/decide.ts';
export { fieldHolds } from './commands/overlay.ts';
export type { RecordReader, ReferrersHint } from './commands/record-reader.ts';
export { isRefusal, refuse } from './commands/refuse.ts';
export { COMMENT_LIMITS, commentType } from './comments/comment.ts';
export {
  createComment,
  deleteComment,
  editComment,
  reopenThread,
  resolveThread,
  restoreComment,
} from './comments/comment-commands.ts';
export { reactionsOf, reactToComment, unreactToComment } from './comments/reaction-commands.ts';
export { DEPENDENCY_KINDS, type DependencyKind, dependencyType } from './dependencies/dependency.ts';
export { createDependency, deleteDependency, restoreDependency } from './dependencies/dependency-commands.ts';
export { bindFilter, bindFilterText } from './filter/bind-filter.ts';
export {
  asksAbout,
  type BoundFilter,
  type Operand,
  readsOthers,
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
export { dayEnd, type FilterContext, isWholeDay, matches, operandValue } from './filter/matches.ts';
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
export { type Blocked, type Inversion, type InvertContext, invert } from './history/invert.ts';
export {
  type Preview,
  type PreviewedRecord,
  previewCommand,
  previewKnown,
  withPast,
} from './history/preview.ts';
export { restoreVersion } from './history/restore-command.ts';
export { restoreDeleted } from './history/restore-deleted-command.ts';
export { undoCommand } from './history/undo-command.ts';
export { CONFLICT_LIMITS, conflictType } from './merge/conflict.ts';
export { type FieldMerge, mergeField } from './merge/merge-field.ts';
export {
  mergedText,
  mergeText,
  type Pick,
  pickText,
  type RegionKind,
  regionKind,
  type TextRegion,
} from './merge/merge-text.ts';
export { type GivenUp, givenUpValues, settleConflict } from './merge/settle-conflict.ts';
export {
  type Choice,
  type Conflict,
  canMergeInto,
  conflictOf,
  type Settlement,
  settlementOf,
} from './merge/settlement.ts';
export { type TextChange, textChanges } from './merge/text-changes.ts';
export { personType, ROLE_LABELS } from './people/person.ts';
export {
  claimPerson,
  createPerson,
  deactivatePerson,
  reactivatePerson,
  setPersonRole,
  updatePerson,
} from './people/person-commands.ts';
export { createLabel, deleteLabel, labelType, restoreLabel, updateLabel } from './projects/label.ts';
export { membersOf, projectType } from './projects/project.ts';
export {
  archiveProject,
  createProject,
  deleteProject,
  removeProjectMember,
  restoreProject,
  setProjectMember,
  unarchiveProject,
  updateProject,
} from './projects/project-commands.ts';
export { setProjectStatuses } from './projects/set-project-statuses.ts';
export {
  DEFAULT_STATUSES,
  firstStatus,
  STATUS_CATEGORIES,
  type Status,
  type StatusCategory,
  statusesOf,
  statusOf,
} from './projects/statuses.ts';
export { type EvolvingEvent, evolve, evolveAll } from './records/evolve.ts';
export { canConflict, type Field, type FieldKind, isSetValued } from './records/field.ts';
export { keysOf, type Placed, placeOf } from './records/place-of.ts';
export type { Place, RecordType } from './records/record-type.ts';
export { cleanLine } from './records/text.ts';
export { builtIn, type Registry } from './registry.ts';
export { type IdRanges, isRangeCount, MOST_RANGES, rangeOf } from './scopes/id-range.ts';
export {
  parseScope,
  projectScope,
  recordScope,
  type Scope,
  scopesOf,
  WORKSPACE_SCOPE,
  workspaceTypes,
} from './scopes/scope.ts';
export { canBeParent, WORK_ITEM_TYPES, type WorkItemType } from './work-items/hierarchy.ts';
export { compareRank, isRank, rankBetween, rankOfNumber } from './work-items/rank.ts';
export {
  PRIORITIES,
  type Priority,
  WORK_ITEM_LIMITS,
  workItemCounter,
  workItemType,
} from './work-items/work-item.ts';
export {
  createWorkItem,
  deleteWorkItem,
  moveWorkItem,
  restoreWorkItem,
  setWorkItemParent,
  updateWorkItem,
} from './work-items/work-item-commands.ts';
export { parseWorkItemKey, workItemKey } from './work-items/work-item-key.ts';
