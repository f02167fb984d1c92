import type { Instant, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';

/**
 * Where the log stood at a time: the last position that was logged by then. Found by halving, over the primary key,
 * so that no index has to be kept for it. Where clocks of several nodes disagree, one of the places that fit.
 */
export async function positionAt(tx: Tx, tenantId: TenantId, time: Instant): Promise<number> {
  const { rows } = await tx.query<{ position: number }>(
    {
      name: 'position_at',
      text: `WITH RECURSIVE halving(low, high) AS (
          SELECT 0::int8, t.head FROM tenants t WHERE t.tenant_id = $1
          UNION ALL
          SELECT CASE WHEN e.at <= $2::timestamptz THEN e.position ELSE h.low END,
                 CASE WHEN e.at <= $2::timestamptz THEN h.high ELSE e.position - 1 END
          FROM halving h JOIN events e ON e.tenant_id = $1 AND e.position = (h.low + h.high + 1) / 2
          WHERE h.low < h.high)
        SELECT low AS position FROM halving WHERE low = high LIMIT 1`,
    },
    [tenantId, time],
  );
  return rows[0]?.position ?? 0;
}
