import type { Json, RecordState } from '@atrium/protocol';
import { z } from 'zod';
import { defineChange, defineCreate } from '../commands/define-command.ts';
import { defineDelete, defineRestore } from '../commands/lifecycle-commands.ts';
import { invalidInput } from '../commands/read-input.ts';
import { firstStatus, statusOf } from '../projects/statuses.ts';
import { type Changes, changed, created } from '../records/drafts.ts';
import { id } from '../records/text.ts';
import { completion } from './completion.ts';
import { rankOfNumber } from './rank.ts';
import { workItemCounter, workItemType } from './work-item.ts';
import { createWorkItemInput, moveWorkItemInput, updateWorkItemInput } from './work-item-input.ts';

export const createWorkItem = defineCreate(workItemType, {
  name: 'work_item.create',
  input: createWorkItemInput,
  right: 'create',
  projectOf: ({ project }) => project,
  decide: ({ completedAt, ...input }, { actor, command, member, now, read }) => {
    if (completedAt !== undefined && !command.origin) {
      return invalidInput('completedAt', 'Only an import may say when an item was completed.');
    }
    const project = read.get(input.project);
    const status = input.status ?? (project && firstStatus(project));
    const known = statusOf(project, status);
    if (status === undefined || !known) return invalidInput('status', 'This project has no such status.');
    const number = read.nextNumber(workItemCounter(input.project));
    const at = completedAt ?? command.origin?.at ?? now;
    return [
      created('work_item', command.recordId, {
        ...input,
        number,
        type: input.type ?? 'task',
        status,
        priority: input.priority ?? 'none',
        reporter:
          input.reporter ??
          (actor.via === 'system' ? undefined : (command.origin?.personId ?? member.personId)),
        assignees: filled(input.assignees),
        labels: filled(input.labels),
        rank: input.rank ?? (number === undefined ? undefined : rankOfNumber(number)),
        ...completion(undefined, status, project, at),
      }),
    ];
  },
});

export const updateWorkItem = defineChange(workItemType, {
  name: 'work_item.update',
  input: updateWorkItemInput,
  right: 'update',
  decide: ({ set = {}, add = {}, remove = {} }, { command, record, now, read }) => {
    const changes: { [field: string]: Json | undefined } = {};
    for (const [field, value] of Object.entries(set)) {
      if (value !== undefined) changes[field] = value ?? undefined;
    }
    for (const field of ['assignees', 'labels'] as const) {
      if (add[field] || remove[field])
        changes[field] = merged(record.fields[field], add[field], remove[field]);
    }
    return changed(record, {
      ...changes,
      ...completionOf(record, set.status, command.origin?.at ?? now, read),
    });
  },
});

/** To another status, another place in the order, or both. */
export const moveWorkItem = defineChange(workItemType, {
  name: 'work_item.move',
  input: moveWorkItemInput,
  right: 'update',
  decide: ({ status, rank }, { command, record, now, read }) =>
    changed(
      record,
      {
        ...(status !== undefined && { status }),
        ...(rank !== undefined && { rank }),
        ...completionOf(record, status, command.origin?.at ?? now, read),
      },
      'moved',
    ),
});

/** Under another item, or (null) to the top. Children stay with their parent. */
export const setWorkItemParent = defineChange(workItemType, {
  name: 'work_item.setParent',
  input: z.strictObject({ parent: id.nullable() }),
  right: 'update',
  decide: ({ parent }, { record }) => changed(record, { parent: parent ?? undefined }, 'parent_changed'),
});

export const deleteWorkItem = defineDelete(workItemType);
export const restoreWorkItem = defineRestore(workItemType);

function completionOf(
  record: RecordState,
  status: string | undefined,
  at: string,
  read: { get(id: string): RecordState | undefined },
): Changes {
  if (status === undefined || status === record.fields.status) return {};
  return completion(record, status, read.get(String(record.fields.project)), at);
}

function merged(held: Json | undefined, add: readonly string[] = [], remove: readonly string[] = []) {
  const list = Array.isArray(held) ? held : [];
  const kept = list.filter((entry) => typeof entry !== 'string' || !remove.includes(entry));
  const fresh = add.filter((entry) => !kept.includes(entry) && !remove.includes(entry));
  return filled([...kept, ...fresh]);
}

/** An empty set is no value. */
function filled(list: Json[] | undefined): Json[] | undefined {
  return list && list.length > 0 ? list : undefined;
}
