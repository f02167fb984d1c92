import type { Engine } from '@atrium/engine';
import { parseScope, projectScope } from '@atrium/model';
import { newId, type RecordEvent, type RecordState } from '@atrium/protocol';
import type { Client, Sent } from '@atrium/sync/client';
import { expect } from 'vitest';
import { until } from '../live/until.ts';

export interface WholeLog {
  readonly events: readonly RecordEvent[];
  /** The live ones of the project. */
  readonly records: readonly RecordState[];
}

export async function readWholeLog(
  engine: Engine,
  { tenantId, projectId }: { readonly tenantId: string; readonly projectId: string },
): Promise<WholeLog> {
  const events: RecordEvent[] = [];
  for (;;) {
    const part = await engine.readEvents(tenantId, { after: events.length, limit: 2_000 });
    events.push(...part);
    if (part.length === 0) break;
  }
  const scope = parseScope(projectScope(projectId));
  if (!scope) throw new Error('no scope');
  const records: RecordState[] = [];
  for await (const part of engine.readScope(tenantId, scope)) {
    if (part.kind === 'records') records.push(...part.records);
  }
  return { events, records };
}

export function expectDense(events: readonly RecordEvent[]): void {
  expect(events.map(({ position }) => position)).toEqual(events.map((_, at) => at + 1));
  const versions = new Map<string, number>();
  for (const { recordId, version, change } of events) {
    expect(version).toBe((versions.get(recordId) ?? 0) + 1);
    expect(change === 'created').toBe(version === 1);
    versions.set(recordId, version);
  }
}

/**
 * Each acknowledged command stands in the log, up to where its ack said, once; each refused one does not. One that
 * found nothing left to change has a receipt that says so: sent again by a stranger, it would be refused without it.
 */
export async function expectEachOnce(
  sent: readonly Sent[],
  events: readonly RecordEvent[],
  { engine, tenantId }: { readonly engine: Engine; readonly tenantId: string },
): Promise<void> {
  const byCommand = new Map<string, number[]>();
  for (const { commandId, position } of events) {
    byCommand.set(commandId, [...(byCommand.get(commandId) ?? []), position]);
  }
  const stranger = { personId: newId(), via: 'web' } as const;
  let committed = 0;
  for (const { command, receipt } of sent) {
    const outcome = await receipt.done;
    const made = byCommand.get(command.id) ?? [];
    if (outcome.kind === 'refused') {
      expect(made, command.name).toEqual([]);
      continue;
    }
    committed += 1;
    const { lastPosition } = outcome;
    const first = lastPosition - made.length + 1;
    expect(made, command.name).toEqual(made.map((_, at) => first + at));
    if (made.length > 0) continue;
    const stored = await engine.submit(tenantId, stranger, command);
    expect(stored, command.name).toMatchObject({ kind: 'committed', lastPosition });
  }
  expect(committed).toBeGreaterThan(sent.length / 4);
}

export async function expectAlike(client: Client, records: readonly RecordState[]): Promise<void> {
  await until(client.status, ({ connection, unsent }) => connection === 'live' && unsent === 0);
  const items = records.filter(({ type }) => type === 'work_item');
  const versions = new Map(items.map(({ id, version }) => [id, version]));
  await until(
    client.store.view({ type: 'work_item' }),
    (rows) => rows.length === items.length && rows.every(({ id, version }) => versions.get(id) === version),
  );
  for (const record of records) expect(client.store.get(record.id)).toEqual(record);
}
