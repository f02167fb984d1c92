import type { RecordType } from '../records/record-type.ts';

/** Characters of JSON that were given up with one command, at most. */
export const CONFLICT_LIMITS = { values: 1_000_000, fields: 50 } as const;

/**
 * How someone settled a conflict, and the values they gave up: what was theirs stays in the record's own
 * history, what was never written stays here. It hangs where a comment on the record would.
 */
export const conflictType: RecordType = {
  name: 'conflict',
  label: 'Settled conflict',
  plural: 'Settled conflicts',
  fields: {
    subject: { kind: 'relation', label: 'Shown with', required: true },
    project: { kind: 'relation', label: 'Project', target: 'project' },
    record: { kind: 'relation', label: 'Record', required: true },
    command: { kind: 'text', label: 'Command', required: true, maxLength: 36 },
    // Free words of a person, of any field: kept so that they can be erased.
    values: { kind: 'json', label: 'Given up', required: true, personal: true },
  },
  place: (_id, { project, subject }) => ({
    workspace: false,
    projectId: typeof project === 'string' ? project : null,
    subjectId: String(subject),
  }),
  title: () => 'Settled conflict',
};
