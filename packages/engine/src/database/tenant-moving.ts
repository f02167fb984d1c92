import type { TenantId } from '@atrium/protocol';
import { DatabaseUnavailable } from './database-unavailable.ts';

/** The place that was asked does not have the tenant, or not any more; after a moment the right one is known. */
export class TenantMoving extends DatabaseUnavailable {
  readonly tenantId: TenantId;

  constructor(tenantId: TenantId) {
    super(new Error('The workspace is being moved to another database.'));
    this.tenantId = tenantId;
  }
}
