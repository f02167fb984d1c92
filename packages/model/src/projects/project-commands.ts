import type { Json, JsonObject } from '@atrium/protocol';
import { derivedId } from '@atrium/protocol';
import { z } from 'zod';
import { PROJECT_ROLES } from '../access/member.ts';
import { defineChange, defineCreate } from '../commands/define-command.ts';
import { defineDelete, defineRestore } from '../commands/lifecycle-commands.ts';
import { refuse } from '../commands/refuse.ts';
import { changed, created } from '../records/drafts.ts';
import { block, color, id, line, nothing } from '../records/text.ts';
import { membersOf, projectType } from './project.ts';
import { DEFAULT_STATUSES, statusList } from './statuses.ts';

const MAX_MEMBERS = 500;

const DEFAULT_LABELS = [
  { name: 'Bug', color: 'red' },
  { name: 'Feature', color: 'violet' },
  { name: 'Improvement', color: 'blue' },
];

const key = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z][A-Z0-9]{1,9}$/, 'Use 2 to 10 letters and digits, starting with a letter.');
const name = line(120, 'Give the project a name.');
const visibility = z.enum(['workspace', 'private']);
const role = z.enum(PROJECT_ROLES);
const icon = line(40);

export const createProject = defineCreate(projectType, {
  name: 'project.create',
  input: z.strictObject({
    key,
    name,
    description: block(20_000).optional(),
    visibility: visibility.optional(),
    members: z.record(id, role).optional(),
    lead: id.optional(),
    statuses: statusList.optional(),
    color: color.optional(),
    icon: icon.optional(),
    /** Bug, Feature and Improvement to start with; importers bring their own. */
    defaultLabels: z.boolean().optional(),
  }),
  right: 'manage',
  projectOf: () => null,
  decide: ({ members = {}, statuses, defaultLabels = true, ...input }, { actor, command, member }) => {
    const creator = actor.via === 'system' ? undefined : member.personId;
    const everyone = { ...(creator && { [creator]: 'lead' }), ...members };
    if (Object.keys(everyone).length > MAX_MEMBERS) return tooManyMembers();
    const project = created('project', command.recordId, {
      ...input,
      visibility: input.visibility ?? 'workspace',
      members: everyone,
      lead: input.lead ?? creator,
      statuses: plain(statuses ?? DEFAULT_STATUSES),
    });
    if (!defaultLabels) return [project];
    const labels = DEFAULT_LABELS.map((label) => {
      const labelId = derivedId(command.id, `label:${label.name}`);
      return created('label', labelId, { project: command.recordId, ...label });
    });
    return [project, ...labels];
  },
});

export const updateProject = defineChange(projectType, {
  name: 'project.update',
  input: z.strictObject({
    key: key.optional(),
    name: name.optional(),
    description: block(20_000).nullable().optional(),
    visibility: visibility.optional(),
    lead: id.nullable().optional(),
    color: color.nullable().optional(),
    icon: icon.nullable().optional(),
  }),
  right: 'manage',
  decide: (input, { record }) => {
    const entries = Object.entries(input).filter(([, value]) => value !== undefined);
    return changed(record, Object.fromEntries(entries.map(([field, value]) => [field, value ?? undefined])));
  },
});

export const setProjectMember = defineChange(projectType, {
  name: 'project.setMember',
  input: z.strictObject({ personId: id, role }),
  right: 'manage',
  decide: ({ personId, role }, { record }) => {
    const members = { ...membersOf(record), [personId]: role };
    if (Object.keys(members).length > MAX_MEMBERS) return tooManyMembers();
    return changed(record, { members }, 'members_changed');
  },
});

export const removeProjectMember = defineChange(projectType, {
  name: 'project.removeMember',
  input: z.strictObject({ personId: id }),
  right: 'manage',
  decide: ({ personId }, { record }) => {
    const members: JsonObject = { ...membersOf(record) };
    delete members[personId];
    return changed(record, { members }, 'members_changed');
  },
});

export const archiveProject = defineChange(projectType, {
  name: 'project.archive',
  input: nothing,
  right: 'manage',
  decide: (_input, { record, now }) =>
    record.fields.archivedAt === undefined ? changed(record, { archivedAt: now }, 'archived') : [],
});

export const unarchiveProject = defineChange(projectType, {
  name: 'project.unarchive',
  input: nothing,
  right: 'manage',
  decide: (_input, { record }) => changed(record, { archivedAt: undefined }, 'unarchived'),
});

/** Everything in a deleted project is hidden with it, and back with it. */
export const deleteProject = defineDelete(projectType, 'manage');
export const restoreProject = defineRestore(projectType, 'manage');

function tooManyMembers() {
  return refuse('LIMIT_EXCEEDED', `A project has at most ${MAX_MEMBERS} members.`, { limit: MAX_MEMBERS });
}

function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value));
}
