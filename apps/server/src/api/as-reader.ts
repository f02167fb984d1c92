import type { Engine, Tx } from '@atrium/engine';
import { type Member, memberOf } from '@atrium/model';
import { refusedWith, type TenantAccess } from './api-context.ts';

/** One consistent look at a tenant, with the rights that the person has in that very view. */
export async function asReader<T>(
  { engine, tenantId, personId }: TenantAccess & { readonly engine: Engine },
  read: (tx: Tx, member: Member) => Promise<T>,
): Promise<T> {
  const [person] = await engine.readRecords(tenantId, [personId]);
  const member = memberOf(person);
  if (!member) throw refusedWith('FORBIDDEN', 'You are not a member of this workspace.');
  return engine.database.withTenant(tenantId, (tx) => read(tx, member), {
    isolation: 'repeatable read',
    readOnly: true,
  });
}
