import type { TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';

const HEAD = { name: 'head', text: 'SELECT head FROM tenants WHERE tenant_id = $1' };

/** The position of the newest event; 0 for an empty log or a tenant that does not exist. */
export async function readHead(tx: Tx, tenantId: TenantId): Promise<number> {
  const { rows } = await tx.query<{ head: number }>(HEAD, [tenantId]);
  return rows[0]?.head ?? 0;
}
