import type { RecordId, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { type EventRow, eventColumns, eventOf } from './event-row.ts';
import type { LoggedEvent } from './logged-event.ts';

export interface EventQuery {
  /** Events at later positions only. */
  readonly after?: number;
  /** Events up to this position, itself included. */
  readonly upTo?: number;
  readonly limit: number;
  readonly recordId?: RecordId;
  readonly projectId?: RecordId;
  readonly commandId?: string;
  readonly cause?: string;
  readonly order?: 'oldest first' | 'newest first';
}

export async function readEvents(tx: Tx, tenantId: TenantId, query: EventQuery): Promise<LoggedEvent[]> {
  const values: unknown[] = [tenantId];
  const conditions = ['e.tenant_id = $1'];
  const where = (condition: string, value: unknown) => {
    if (value === undefined) return;
    values.push(value);
    conditions.push(`${condition} $${values.length}`);
  };
  where('e.position >', query.after);
  where('e.position <=', query.upTo);
  where('e.record_id =', query.recordId);
  where('e.project_id =', query.projectId);
  where('e.command_id =', query.commandId);
  where('e.cause =', query.cause);
  values.push(query.limit);
  const direction = query.order === 'newest first' ? 'DESC' : 'ASC';
  const { rows } = await tx.query<EventRow>(
    `SELECT ${eventColumns('e')} FROM events e WHERE ${conditions.join(' AND ')}
     ORDER BY e.position ${direction} LIMIT $${values.length}`,
    values,
  );
  return rows.map(eventOf);
}
