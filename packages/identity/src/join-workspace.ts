import { type Engine, systemActor } from '@atrium/engine';
import { memberOf, type Role } from '@atrium/model';
import type { RecordId, TenantId } from '@atrium/protocol';
import { derivedId, newId } from '@atrium/protocol';
import { type Result, success } from './result.ts';
import type { User } from './users.ts';

/** A user is one person in a workspace, however often they come and go. */
export function personIdOf(tenantId: TenantId, userId: string): RecordId {
  return derivedId(tenantId, `member:${userId}`);
}

/** Makes a user a member. Repeating it changes nothing; who was removed comes back with the given role. */
export async function joinWorkspace(
  engine: Engine,
  tenantId: TenantId,
  user: User,
  role: Role,
): Promise<Result<{ tenantId: TenantId; personId: RecordId }>> {
  const personId = personIdOf(tenantId, user.userId);
  await engine.database.controlOf(tenantId, (tx) =>
    tx.query(
      `INSERT INTO memberships (tenant_id, user_id, person_id) VALUES ($1, $2, $3)
       ON CONFLICT (tenant_id, user_id) DO NOTHING`,
      [tenantId, user.userId, personId],
    ),
  );
  const [known] = await engine.readRecords(tenantId, [personId]);
  if (memberOf(known)) return success({ tenantId, personId });
  const handle = known ? undefined : await freeHandle(engine, tenantId, user);
  const submit = (name: string, baseVersion: number, input: Record<string, string>) =>
    engine.submit(tenantId, systemActor(tenantId), {
      id: known ? newId() : derivedId(personId, name),
      name,
      recordId: personId,
      baseVersion,
      input,
      issuedAt: new Date().toISOString(),
    });
  const { name, email, userId } = user;
  const outcome = known
    ? await submit('person.reactivate', known.version, {})
    : await submit('person.create', 0, { name, email, userId, role, ...(handle && { handle }) });
  if (outcome.kind === 'refused') return { ok: false, refusal: outcome.refusal };
  if (known && known.fields.role !== role) {
    const changed = await submit('person.setRole', outcome.version, { role });
    if (changed.kind === 'refused') return { ok: false, refusal: changed.refusal };
  }
  return success({ tenantId, personId });
}

/** A name to be mentioned by that nobody in the workspace has yet: `ada`, else `ada2`. */
export async function freeHandle(engine: Engine, tenantId: TenantId, user: User): Promise<string> {
  const wanted = (user.email.split('@')[0] ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 30);
  const base = wanted || 'member';
  const taken = await engine.database.withTenant(tenantId, async (tx) => {
    const { rows } = await tx.query<{ key: string }>(
      'SELECT key FROM record_keys WHERE tenant_id = $1 AND starts_with(key, $2)',
      [tenantId, `handle:${base}`],
    );
    return new Set(rows.map(({ key }) => key));
  });
  let handle = base;
  for (let copy = 2; taken.has(`handle:${handle}`); copy += 1) handle = `${base}${copy}`;
  return handle;
}
