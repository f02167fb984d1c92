import {
  type Actor,
  type Command,
  derivedId,
  isId,
  type Outcome,
  type RecordId,
  type Refusal,
  type RefusalCode,
  type TenantId,
} from '@atrium/protocol';
import type { Runtime } from '../runtime.ts';

export interface KeptRecord {
  readonly recordId: RecordId;
  readonly reason: RefusalCode;
  /** Where later changes stand in the way. */
  readonly fields: readonly string[];
}

export interface UndoReport {
  /** Commands that were undone. */
  readonly undone: number;
  readonly kept: readonly KeptRecord[];
}

interface Caused {
  readonly commandId: string;
  readonly recordId: RecordId;
}

export interface UndoCause {
  readonly tenantId: TenantId;
  readonly actor: Actor;
  readonly cause: string;
  readonly onProgress?: ((done: number) => void) | undefined;
}

const CHUNK = 200;

/** One undo per command, newest first. Their ids follow from the commands', so a second call goes on where the first ended. */
export async function undoCause(
  runtime: Runtime,
  submit: (command: Command) => Promise<Outcome>,
  { tenantId, cause, onProgress }: UndoCause,
): Promise<UndoReport> {
  const kept: KeptRecord[] = [];
  let undone = 0;
  let done = 0;
  const caused = await commandsOf(runtime, tenantId, cause);
  for (let start = 0; start < caused.length; start += CHUNK) {
    const chunk = caused.slice(start, start + CHUNK);
    // Queued in this order, so decided in this order.
    const outcomes = await Promise.all(
      chunk.map((command) => submit(undoCommand(command, cause, new Date(runtime.clock()).toISOString()))),
    );
    outcomes.forEach((outcome, index) => {
      if (outcome.kind === 'committed') undone += 1;
      else kept.push(...keptBy(outcome.refusal, chunk[index]?.recordId ?? tenantId));
    });
    done += chunk.length;
    onProgress?.(done);
  }
  return { undone, kept };
}

async function commandsOf(runtime: Runtime, tenantId: TenantId, cause: string): Promise<Caused[]> {
  return runtime.database.withTenant(
    tenantId,
    async (tx) => {
      const { rows } = await tx.query<Caused>(
        `SELECT command_id AS "commandId", (array_agg(record_id ORDER BY position))[1] AS "recordId"
         FROM events WHERE tenant_id = $1 AND cause = $2
         GROUP BY command_id ORDER BY max(position) DESC`,
        [tenantId, cause],
      );
      return rows;
    },
    { readOnly: true },
  );
}

function undoCommand({ commandId, recordId }: Caused, cause: string, issuedAt: string): Command {
  return {
    id: derivedId(commandId, `undo:${cause}`),
    name: 'history.undo',
    recordId,
    baseVersion: 0,
    input: { commandId },
    issuedAt,
    cause: `undo:${cause}`,
  };
}

function keptBy(refusal: Refusal, recordId: RecordId): KeptRecord[] {
  const records = refusal.details?.records;
  const reason = refusal.code;
  if (!Array.isArray(records) || records.length === 0) return [{ recordId, reason, fields: [] }];
  return records.map((entry) => {
    const record = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? entry : {};
    const fields = Array.isArray(record.fields) ? record.fields.map(String) : [];
    return { recordId: isId(record.recordId) ? String(record.recordId) : recordId, reason, fields };
  });
}
