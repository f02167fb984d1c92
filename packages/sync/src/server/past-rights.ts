import { canRead, type Member, placeOf } from '@atrium/model';
import type { RecordState, TenantId } from '@atrium/protocol';
import type { SyncEngine } from './sync-engine.ts';

/** Of records as they once were, those that the member may read as they are now. */
export async function readableNow(
  engine: Pick<SyncEngine, 'readRecords'>,
  { tenantId, member }: { readonly tenantId: TenantId; readonly member: Member },
  past: readonly RecordState[],
): Promise<readonly RecordState[]> {
  const now = await byId(
    engine,
    tenantId,
    past.map(({ id }) => id),
  );
  const homes = [...now.values()].flatMap((record) => placeOf(record).projectId ?? []);
  const projects = await byId(engine, tenantId, homes);
  return past.filter(({ id }) => {
    const record = now.get(id);
    return record !== undefined && canRead(member, record, projects.get(placeOf(record).projectId ?? ''));
  });
}

async function byId(engine: Pick<SyncEngine, 'readRecords'>, tenantId: TenantId, ids: readonly string[]) {
  const records = await engine.readRecords(tenantId, [...new Set(ids)]);
  return new Map(records.map((record) => [record.id, record]));
}
