import { DatabaseUnavailable, type Engine, systemActor } from '@atrium/engine';
import { memberOf, type Role } from '@atrium/model';
import type { RecordId, TenantId } from '@atrium/protocol';
import { derivedId } from '@atrium/protocol';
import { z } from 'zod';
import { freeHandle } from './join-workspace.ts';
import { failure, type Result, success } from './result.ts';
import { invalid, type User } from './users.ts';

export interface WorkspaceMembership {
  readonly tenantId: TenantId;
  readonly slug: string;
  readonly name: string;
  readonly personId: RecordId;
  readonly role: Role;
}

const slugPattern = /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/;

export const newWorkspaceSchema = z.strictObject({
  name: z.string().trim().min(1, 'Give the workspace a name.').max(80),
  slug: z
    .string()
    .regex(slugPattern, 'Use 1 to 40 small letters, digits and hyphens for the address.')
    .optional(),
});

export type NewWorkspace = z.infer<typeof newWorkspaceSchema>;

export function slugFrom(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 40)
    .replace(/-+$/, '');
  return slug || 'workspace';
}

/** Makes a workspace with the user as its owner. Without a slug, one is made from the name and numbered if taken. */
export async function createWorkspace(
  engine: Engine,
  owner: User,
  input: unknown,
): Promise<Result<{ tenantId: TenantId; personId: RecordId; slug: string }>> {
  const parsed = newWorkspaceSchema.safeParse(input);
  if (!parsed.success) return invalid(parsed.error);
  const { name, slug } = parsed.data;
  const base = slug ?? slugFrom(name);
  for (let attempt = 1; attempt <= 50; attempt += 1) {
    const candidate = attempt === 1 ? base : `${base.slice(0, 36)}-${attempt}`;
    const made = await engine.createTenant({ slug: candidate, name, owner });
    if (made.ok) {
      const { tenantId, personId } = made;
      await nameOwner(engine, tenantId, personId, owner);
      return success({ tenantId, personId, slug: candidate });
    }
    if (made.refusal.code !== 'ALREADY_EXISTS') return made;
    if (slug) break;
  }
  return failure('ALREADY_EXISTS', 'A workspace with this address exists. Choose another.');
}

/** Colleagues will mention the owner by this. */
async function nameOwner(engine: Engine, tenantId: TenantId, personId: RecordId, owner: User): Promise<void> {
  await engine.submit(tenantId, systemActor(tenantId), {
    id: derivedId(personId, 'handle'),
    name: 'person.update',
    recordId: personId,
    baseVersion: 1,
    input: { handle: await freeHandle(engine, tenantId, owner) },
    issuedAt: new Date().toISOString(),
  });
}

/** The workspaces that a user may act in now, by name. */
export async function workspacesOf(engine: Engine, userId: string): Promise<WorkspaceMembership[]> {
  const rows = await engine.database.withUser(userId, async (tx) => {
    const found = await tx.query<{ tenantId: TenantId; slug: string; name: string; personId: RecordId }>(
      `SELECT m.tenant_id AS "tenantId", d.slug, d.name, m.person_id AS "personId"
       FROM memberships m JOIN tenant_directory d ON d.id = m.tenant_id
       WHERE m.user_id = $1 ORDER BY d.name, d.slug`,
      [userId],
    );
    return found.rows;
  });
  const memberships = await Promise.all(rows.map((row) => withRole(engine, row)));
  return memberships.filter((membership) => membership !== undefined);
}

/** The person a user is in a workspace, if they may act there now. */
export async function personOf(
  engine: Engine,
  userId: string,
  tenantId: TenantId,
): Promise<RecordId | undefined> {
  const personId = await engine.database.controlOf(tenantId, async (tx) => {
    const { rows } = await tx.query<{ personId: RecordId }>(
      'SELECT person_id AS "personId" FROM memberships WHERE tenant_id = $1 AND user_id = $2',
      [tenantId, userId],
    );
    return rows[0]?.personId;
  });
  if (!personId) return undefined;
  const [person] = await engine.readRecords(tenantId, [personId]);
  return memberOf(person)?.personId;
}

async function withRole(
  engine: Engine,
  row: Omit<WorkspaceMembership, 'role'>,
): Promise<WorkspaceMembership | undefined> {
  try {
    const records = await engine.readRecords(row.tenantId, [row.personId, row.tenantId]);
    const role = memberOf(records.find((record) => record.id === row.personId))?.role;
    const workspace = records.find((record) => record.id === row.tenantId);
    // The record is the truth for the name; the directory only knows the one it was made with.
    return role && { ...row, name: String(workspace?.fields.name ?? row.name), role };
  } catch (error) {
    if (!(error instanceof DatabaseUnavailable)) throw error;
    // Its database is down, and the others' are not. Left out, it would look as if one had been removed from it; the
    // least of roles is safe to tell, for what one may do is decided where it is done.
    return { ...row, role: 'readOnly' };
  }
}
