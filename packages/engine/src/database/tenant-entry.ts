import { isId, type TenantId } from '@atrium/protocol';
import type { Placement } from './placement.ts';
import type { Tx } from './tx.ts';

/** Safe to put into a statement's text: the id is checked to be a lower-case uuid first. Answers `elsewhere`. */
export function enterTenant(tenantId: TenantId, writes: boolean): string {
  assertTenantId(tenantId);
  return `SELECT enter_tenant('${tenantId}', ${writes}) AS elsewhere`;
}

/** Whether a place that answered so has the tenant. In the main database it may be about to be made. */
export function isHere(elsewhere: unknown, placement: Placement): boolean {
  return elsewhere === null || (elsewhere === 'nowhere' && placement === 'shared');
}

/** The control rows of one tenant: memberships, invitations. None of its records. */
export function enterControl(tenantId: TenantId): string {
  assertTenantId(tenantId);
  return `SELECT set_config('app.control_tenant_id', '${tenantId}', true)`;
}

/** For the one caller that makes a tenant and its first membership at once, in the main database. */
export async function openControl(tx: Pick<Tx, 'query'>, tenantId: TenantId): Promise<void> {
  await tx.query(enterControl(tenantId));
}

export function assertTenantId(tenantId: string): void {
  if (!isId(tenantId)) throw new TypeError(`Not a tenant id: ${JSON.stringify(tenantId)}`);
}
