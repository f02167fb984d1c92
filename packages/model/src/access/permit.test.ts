import type { RecordState } from '@atrium/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createComment } from '../comments/comment-commands.ts';
import {
  archiveProject,
  deleteProject,
  setProjectMember,
  unarchiveProject,
} from '../projects/project-commands.ts';
import { createWorld } from '../testing/world.ts';
import { createWorkItem, moveWorkItem } from '../work-items/work-item-commands.ts';
import { canRead } from './can-read.ts';
import { PROJECT_ROLES, ROLES, type Role } from './member.ts';
import { permit, RIGHTS, type Right } from './permit.ts';

const ALL: readonly Right[] = RIGHTS;
const WORK: readonly Right[] = ['read', 'comment', 'create', 'update', 'delete'];
const READ: readonly Right[] = ['read'];

/** Rights on a work item, by workspace role, in a project of each kind. Only the last three are a role in it; `unclear` is a
 * project without a visibility. */
const TABLE: Record<
  Role,
  Record<'open' | 'closed' | 'unclear' | 'lead' | 'member' | 'viewer', readonly Right[]>
> = {
  owner: { open: ALL, closed: ALL, unclear: ALL, lead: ALL, member: ALL, viewer: ALL },
  admin: { open: ALL, closed: ALL, unclear: ALL, lead: ALL, member: ALL, viewer: ALL },
  manager: { open: ALL, closed: [], unclear: [], lead: ALL, member: WORK, viewer: ['read', 'comment'] },
  agent: { open: WORK, closed: [], unclear: [], lead: WORK, member: WORK, viewer: ['read', 'comment'] },
  readOnly: { open: READ, closed: [], unclear: [], lead: READ, member: READ, viewer: READ },
};

const ADMIN_TABLE: Record<Role, readonly Right[]> = {
  owner: ALL,
  admin: ALL,
  manager: READ,
  agent: READ,
  readOnly: READ,
};

test('[PERM1] what each role may do is this table', () => {
  for (const role of ROLES) {
    for (const [kind, rights] of Object.entries(TABLE[role])) {
      const visibility = kind === 'open' ? 'workspace' : kind === 'unclear' ? undefined : 'private';
      const project = projectOf(visibility, kind);
      const allowed = RIGHTS.filter((right) =>
        permit({ personId: ME, role }, right, { type: 'work_item', project }),
      );
      expect([role, kind, allowed]).toEqual([role, kind, rights]);
    }
    for (const type of ['workspace', 'person']) {
      const allowed = RIGHTS.filter((right) => permit({ personId: ME, role }, right, { type }));
      expect([role, type, allowed]).toEqual([role, type, ADMIN_TABLE[role]]);
    }
  }
});

test('[PERM2] a project role never widens what the workspace role allows', () => {
  const any = fc.record({
    role: fc.constantFrom(...ROLES),
    projectRole: fc.constantFrom(...PROJECT_ROLES, 'nonsense', undefined),
    visibility: fc.constantFrom('workspace', 'private', undefined),
    type: fc.constantFrom('project', 'work_item', 'label', 'comment', 'dependency', 'person', 'workspace'),
    right: fc.constantFrom(...RIGHTS),
  });
  fc.assert(
    fc.property(any, ({ role, projectRole, visibility, type, right }) => {
      const project = projectOf(visibility, projectRole);
      const inside = permit({ personId: ME, role }, right, { type, project });
      const outside = permit({ personId: ME, role }, right, { type });
      expect(inside && !outside).toBe(false);
    }),
  );
});

test('[PERM3] to an outsider a private project does not exist', () => {
  const world = createWorld();
  const project = world.project({ visibility: 'private' });
  const item = world.item(project);
  const outsider = world.person({ role: 'manager' });
  const as = outsider.id;
  for (const draft of [
    moveWorkItem(item, { status: 'done' }),
    createWorkItem(world.newId(), { project: project.id, title: 'Hello' }),
    createComment(world.newId(), { subject: item.id, body: 'Hello' }),
    archiveProject(project),
  ]) {
    expect(world.refused(draft, { as }).code).toBe('NOT_FOUND');
  }
  expect(canRead({ personId: as, role: 'manager' }, item, project)).toBe(false);
  const joined = world.run(setProjectMember(project, { personId: as, role: 'member' }));
  expect(canRead({ personId: as, role: 'manager' }, item, joined)).toBe(true);
  world.run(moveWorkItem(item, { status: 'done' }), { as });
});

test('[PERM4] readers change nothing, and viewers of a project read and comment', () => {
  const world = createWorld();
  const reader = world.person({ role: 'readOnly' }).id;
  const viewer = world.person({ role: 'agent' }).id;
  const project = world.project({ members: { [viewer]: 'viewer', [reader]: 'lead' } });
  const item = world.item(project);
  const comment = () => createComment(world.newId(), { subject: item.id, body: 'Hello' });
  expect(world.refused(moveWorkItem(item, { status: 'done' }), { as: viewer }).code).toBe('FORBIDDEN');
  world.run(comment(), { as: viewer });
  expect(world.refused(comment(), { as: reader }).code).toBe('FORBIDDEN');
});

test('[PERM5] an archived project can only be read, or taken out of the archive', () => {
  const world = createWorld();
  const project = world.project();
  const item = world.item(project);
  const archived = world.run(archiveProject(project));
  expect(world.refused(moveWorkItem(item, { status: 'done' }))).toMatchObject({
    code: 'FORBIDDEN',
    message: 'This project is archived.',
  });
  expect(canRead({ personId: world.owner, role: 'owner' }, item, archived)).toBe(true);
  world.run(unarchiveProject(archived));
  world.run(moveWorkItem(item, { status: 'done' }));
});

test('[PERM6] a record is hidden when its project is missing, another one, or deleted', () => {
  const world = createWorld();
  const project = world.project();
  const other = world.project({ key: 'OTH' });
  const item = world.item(project);
  const owner = { personId: world.owner, role: 'owner' } as const;
  expect(canRead(owner, item, project)).toBe(true);
  expect(canRead(owner, item)).toBe(false);
  expect(canRead(owner, item, other)).toBe(false);
  const deleted = world.run(deleteProject(project));
  expect(canRead(owner, item, deleted)).toBe(false);
  expect(canRead(owner, deleted)).toBe(true);
  expect(world.refused(moveWorkItem(item, { status: 'done' })).code).toBe('NOT_FOUND');
});

const ME = '00000000-0000-7000-8000-000000000001';

function projectOf(visibility: string | undefined, role: string | undefined): RecordState {
  return {
    id: '00000000-0000-7000-8000-000000000002',
    type: 'project',
    version: 1,
    fields: { ...(visibility && { visibility }), members: role ? { [ME]: role } : {} },
    fieldVersions: {},
    createdAt: '',
    createdBy: ME,
    updatedAt: '',
    updatedBy: ME,
    deletedAt: null,
  };
}
