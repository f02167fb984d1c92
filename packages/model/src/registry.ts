import type { AnyCommandDefinition } from './commands/command-definition.ts';
import type { RecordType } from './records/record-type.ts';
import { createWorkspace, updateWorkspace, workspaceType } from './workspace/workspace.ts';

/** What exists: record types and commands by name. A tenant's release will give an extended one. */
export interface Registry {
  readonly types: ReadonlyMap<string, RecordType>;
  readonly commands: ReadonlyMap<string, AnyCommandDefinition>;
}

const types: readonly RecordType[] = [workspaceType];

const commands: readonly AnyCommandDefinition[] = [createWorkspace, updateWorkspace];

export const builtIn: Registry = {
  types: new Map(types.map((type) => [type.name, type])),
  commands: new Map(commands.map((command) => [command.name, command])),
};
