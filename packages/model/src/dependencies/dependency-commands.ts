import { z } from 'zod';
import { defineCreate } from '../commands/define-command.ts';
import { defineDelete, defineRestore } from '../commands/lifecycle-commands.ts';
import { invalidInput } from '../commands/read-input.ts';
import { created } from '../records/drafts.ts';
import { id } from '../records/text.ts';
import { DEPENDENCY_KINDS, dependencyType } from './dependency.ts';

export const createDependency = defineCreate(dependencyType, {
  name: 'dependency.create',
  input: z.strictObject({ from: id, to: id, kind: z.enum(DEPENDENCY_KINDS) }),
  right: 'create',
  projectOf: ({ from }, { read }) => {
    const item = read.get(from);
    return item?.type === 'work_item' ? String(item.fields.project) : null;
  },
  decide: ({ from, to, kind }, { command, read }) => {
    if (from === to) return invalidInput('to', 'An item cannot depend on itself.');
    const project = read.get(from)?.fields.project;
    for (const [path, item] of [
      ['from', read.get(from)],
      ['to', read.get(to)],
    ] as const) {
      const there = item?.type === 'work_item' && item.deletedAt === null && item.fields.project === project;
      if (!there) return invalidInput(path, 'This item does not exist in the project.');
    }
    return [created('dependency', command.recordId, { project, from, to, kind })];
  },
});

export const deleteDependency = defineDelete(dependencyType);
export const restoreDependency = defineRestore(dependencyType);
