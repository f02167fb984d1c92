import type { TenantId } from '@atrium/protocol';

/**
 * Whoever moves a tenant holds this lock in each database that takes part, on the very connection that works there.
 * It ends with its holder, however that ends, so that a free lock means: nobody is at work.
 */
export function moveLock(tenantId: TenantId): string {
  return `hashtextextended('atrium.move', 0) # hashtextextended('${tenantId}', 0)`;
}

/** Held by everyone in a writing transaction of the tenant; `enter_tenant` takes it. */
export function writeLock(tenantId: TenantId): string {
  return `hashtextextended('atrium.tenant.write', 0) # hashtextextended('${tenantId}', 0)`;
}

/** Held by everyone in any transaction of the tenant. */
export function useLock(tenantId: TenantId): string {
  return `hashtextextended('atrium.tenant.use', 0) # hashtextextended('${tenantId}', 0)`;
}
