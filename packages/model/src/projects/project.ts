import type { JsonObject, RecordState, Refusal } from '@atrium/protocol';
import { invalidInput } from '../commands/read-input.ts';
import type { RecordType, Step } from '../records/record-type.ts';
import { touches } from '../records/record-type.ts';

/** Work with a name, a key, members and a workflow. */
export const projectType: RecordType = {
  name: 'project',
  label: 'Project',
  plural: 'Projects',
  fields: {
    key: { kind: 'text', label: 'Key', required: true, maxLength: 10 },
    name: { kind: 'text', label: 'Name', required: true, maxLength: 120 },
    description: { kind: 'longText', label: 'Description', maxLength: 20_000 },
    visibility: {
      kind: 'select',
      label: 'Visibility',
      required: true,
      options: [
        { value: 'workspace', label: 'Everyone in the workspace' },
        { value: 'private', label: 'Members of the project' },
      ],
    },
    members: { kind: 'json', label: 'Members', keyed: true, maxLength: 500 },
    lead: { kind: 'user', label: 'Lead' },
    statuses: { kind: 'json', label: 'Statuses', required: true },
    color: { kind: 'text', label: 'Color', maxLength: 12 },
    icon: { kind: 'text', label: 'Icon', maxLength: 40 },
    archivedAt: { kind: 'dateTime', label: 'Archived at' },
    commentCount: { kind: 'number', label: 'Comments', derived: true },
  },
  place: (id) => ({ workspace: true, projectId: id, subjectId: null }),
  keys: (_id, { key }) => (typeof key === 'string' ? [`project:${key}`] : []),
  takenMessage: 'Another project has this key.',
  rights: { changed: 'manage', deleted: 'manage', restored: 'manage' },
  guard: guardProject,
  title: (record) => String(record.fields.name ?? ''),
  body: (record) => String(record.fields.description ?? ''),
};

export function membersOf(project: RecordState | undefined): JsonObject {
  const members = project?.fields.members;
  return typeof members === 'object' && members !== null && !Array.isArray(members) ? members : {};
}

function guardProject(step: Step): Refusal | undefined {
  const { before, after, read } = step;
  const lead = after.fields.lead;
  const people = new Set<string>();
  if (touches(step, 'lead') && typeof lead === 'string') people.add(lead);
  if (touches(step, 'members')) {
    const known = membersOf(before);
    for (const person of Object.keys(membersOf(after))) if (!Object.hasOwn(known, person)) people.add(person);
  }
  for (const person of people) {
    const record = read.get(person);
    if (record?.type !== 'person' || record.deletedAt !== null) {
      return invalidInput('members', 'This person does not exist.');
    }
  }
  return undefined;
}
