import type { Engine } from '@atrium/engine';
import { memberOf, permit } from '@atrium/model';
import type { Actor } from '@atrium/protocol';
import { refusedWith, type TenantAccess } from './api-context.ts';

/** An import makes people and speaks for them, so it takes the right to do so. */
export async function requireImporter({
  engine,
  tenantId,
  personId,
}: TenantAccess & { readonly engine: Engine }): Promise<Actor> {
  const [person] = await engine.readRecords(tenantId, [personId]);
  const member = memberOf(person);
  if (!member || !permit(member, 'create', { type: 'person' })) {
    throw refusedWith('FORBIDDEN', 'Only owners and admins import.');
  }
  return { personId, via: 'import' };
}
