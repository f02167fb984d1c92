import type { AnyCommandDefinition } from './commands/command-definition.ts';
import { commentType } from './comments/comment.ts';
import {
  createComment,
  deleteComment,
  editComment,
  reopenThread,
  resolveThread,
  restoreComment,
} from './comments/comment-commands.ts';
import { reactToComment, unreactToComment } from './comments/reaction-commands.ts';
import { dependencyType } from './dependencies/dependency.ts';
import { createDependency, deleteDependency, restoreDependency } from './dependencies/dependency-commands.ts';
import { restoreVersion } from './history/restore-command.ts';
import { restoreDeleted } from './history/restore-deleted-command.ts';
import { undoCommand } from './history/undo-command.ts';
import { conflictType } from './merge/conflict.ts';
import { settleConflict } from './merge/settle-conflict.ts';
import { personType } from './people/person.ts';
import {
  claimPerson,
  createPerson,
  deactivatePerson,
  reactivatePerson,
  setPersonRole,
  updatePerson,
} from './people/person-commands.ts';
import { createLabel, deleteLabel, labelType, restoreLabel, updateLabel } from './projects/label.ts';
import { projectType } from './projects/project.ts';
import {
  archiveProject,
  createProject,
  deleteProject,
  removeProjectMember,
  restoreProject,
  setProjectMember,
  unarchiveProject,
  updateProject,
} from './projects/project-commands.ts';
import { setProjectStatuses } from './projects/set-project-statuses.ts';
import type { RecordType } from './records/record-type.ts';
import { workItemType } from './work-items/work-item.ts';
import {
  createWorkItem,
  deleteWorkItem,
  moveWorkItem,
  restoreWorkItem,
  setWorkItemParent,
  updateWorkItem,
} from './work-items/work-item-commands.ts';
import { createWorkspace, updateWorkspace, workspaceType } from './workspace/workspace.ts';

/** What exists: record types and commands by name. A tenant's release will give an extended one. */
export interface Registry {
  readonly types: ReadonlyMap<string, RecordType>;
  readonly commands: ReadonlyMap<string, AnyCommandDefinition>;
}

const types: readonly RecordType[] = [
  workspaceType,
  personType,
  projectType,
  labelType,
  workItemType,
  commentType,
  dependencyType,
  conflictType,
];

const commands: readonly { readonly definition: AnyCommandDefinition }[] = [
  createWorkspace,
  updateWorkspace,
  createPerson,
  updatePerson,
  setPersonRole,
  deactivatePerson,
  reactivatePerson,
  claimPerson,
  createProject,
  updateProject,
  setProjectMember,
  removeProjectMember,
  setProjectStatuses,
  archiveProject,
  unarchiveProject,
  deleteProject,
  restoreProject,
  createLabel,
  updateLabel,
  deleteLabel,
  restoreLabel,
  createWorkItem,
  updateWorkItem,
  moveWorkItem,
  setWorkItemParent,
  deleteWorkItem,
  restoreWorkItem,
  createComment,
  editComment,
  deleteComment,
  restoreComment,
  reactToComment,
  unreactToComment,
  resolveThread,
  reopenThread,
  createDependency,
  deleteDependency,
  restoreDependency,
  undoCommand,
  restoreVersion,
  restoreDeleted,
  settleConflict,
];

export const builtIn: Registry = {
  types: new Map(types.map((type) => [type.name, type])),
  commands: new Map(commands.map(({ definition }) => [definition.name, definition])),
};
