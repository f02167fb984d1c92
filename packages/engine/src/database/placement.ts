import type { TenantId } from '@atrium/protocol';

/** Where a tenant's rows live. Control tables are always in the main database. */
export type Placement = 'shared';

/** The one place that decides it: a dedicated database per tenant would be answered here. */
export function placementOf(_tenantId: TenantId): Placement {
  return 'shared';
}
