import type { JsonObject, Refusal } from '@atrium/protocol';
import type { RecordType, Step } from '../records/record-type.ts';
import { blockingCycle } from './blocking-cycle.ts';

export const DEPENDENCY_KINDS = ['blocks', 'relates_to', 'duplicates'] as const;
export type DependencyKind = (typeof DEPENDENCY_KINDS)[number];

/** `from` blocks, relates to or duplicates `to`. Immutable: delete it and make another. */
export const dependencyType: RecordType = {
  name: 'dependency',
  label: 'Dependency',
  plural: 'Dependencies',
  fields: {
    project: { kind: 'relation', label: 'Project', required: true, target: 'project' },
    from: { kind: 'relation', label: 'From', required: true, target: 'work_item' },
    to: { kind: 'relation', label: 'To', required: true, target: 'work_item' },
    kind: {
      kind: 'select',
      label: 'Kind',
      required: true,
      options: [
        { value: 'blocks', label: 'blocks' },
        { value: 'relates_to', label: 'relates to' },
        { value: 'duplicates', label: 'duplicates' },
      ],
    },
  },
  place: (_id, { project }) => ({ workspace: false, projectId: String(project), subjectId: null }),
  keys: (_id, fields) => [dependencyKey(fields)],
  takenMessage: 'These items are linked like this already.',
  ends: ['from', 'to'],
  guard: guardDependency,
  title: (record) => String(record.fields.kind ?? '').replace('_', ' '),
};

/** Items that relate to each other do so both ways. */
function dependencyKey({ kind, from, to }: JsonObject): string {
  const ends = [String(from), String(to)];
  if (kind === 'relates_to') ends.sort();
  return `dependency:${kind}:${ends.join(':')}`;
}

function guardDependency({ draft, after, read }: Step): Refusal | undefined {
  if (draft.change === 'deleted' || after.fields.kind !== 'blocks') return undefined;
  return blockingCycle(String(after.fields.from), String(after.fields.to), read);
}
