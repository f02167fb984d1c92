import { setTimeout as delay } from 'node:timers/promises';
import type { TenantId } from '@atrium/protocol';
import type { Directory } from './directory.ts';
import { openTransaction, runTransaction } from './place.ts';
import type { Placement } from './placement.ts';
import type { Places } from './places.ts';

/** A dedicated database that takes longer is left out: the next look comes soon, and nobody else waits. */
const PATIENCE_MS = 1_000;

interface Row {
  readonly tenant_id: TenantId;
  readonly head: number;
  readonly elsewhere: string | null;
}

interface Ways {
  readonly places: Places;
  readonly directory: Directory;
}

export async function readHeads(
  ways: Ways,
  tenantIds: readonly TenantId[],
  openOnly: boolean,
): Promise<Map<TenantId, number>> {
  if (tenantIds.length === 0) return new Map();
  const byPlace = new Map<Placement, TenantId[]>();
  for (const [id, placement] of await ways.directory.placementsOf(tenantIds)) {
    if (openOnly && !ways.places.isOpen(placement)) continue;
    const together = byPlace.get(placement);
    if (together) together.push(id);
    else byPlace.set(placement, [id]);
  }
  const asked = [...byPlace].map(async ([placement, ids]) => {
    const answer = headsAt(ways, placement, ids);
    if (placement === 'shared') return answer;
    return inTime(answer);
  });
  const heads = new Map<TenantId, number>();
  for (const answer of await Promise.all(asked)) for (const [id, head] of answer) heads.set(id, head);
  return heads;
}

async function headsAt(
  { places, directory }: Ways,
  placement: Placement,
  ids: readonly TenantId[],
): Promise<Map<TenantId, number>> {
  const list = `SELECT set_config('app.tenant_ids', '${ids.join(',')}', true)`;
  const { client } = await openTransaction(await places.checkOut(placement), `BEGIN READ ONLY; ${list}`);
  const rows = await runTransaction(client, async (tx) => {
    const answer = await tx.query<Row>('SELECT tenant_id, head, moved_to AS elsewhere FROM tenants');
    return answer.rows;
  });
  for (const { tenant_id, elsewhere } of rows) if (elsewhere !== null) directory.forget(tenant_id);
  return new Map(
    rows.filter(({ elsewhere }) => elsewhere === null).map(({ tenant_id, head }) => [tenant_id, head]),
  );
}

/** Nothing, if it fails or takes long: one database that is down is no reason not to hear of the others. */
async function inTime(heads: Promise<Map<TenantId, number>>): Promise<Map<TenantId, number>> {
  const timer = new AbortController();
  const late = delay(PATIENCE_MS, undefined, { signal: timer.signal, ref: false }).catch(() => undefined);
  try {
    return (await Promise.race([heads, late])) ?? new Map();
  } catch {
    return new Map();
  } finally {
    timer.abort();
    heads.catch(() => undefined);
  }
}
