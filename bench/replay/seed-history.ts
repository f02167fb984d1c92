import type { Engine } from '@atrium/engine';
import { type CommandDraft, updateWorkItem } from '@atrium/model';
import { newId, type RecordId, type TenantId } from '@atrium/protocol';
import { seedBoard } from '../engine/seed-board.ts';

/** A record that has changed often. */
export interface LongHistory {
  readonly tenantId: TenantId;
  readonly recordId: RecordId;
  readonly events: number;
}

const AT_ONCE = 400;

/** A work item with so many events, made by ordinary commands. */
export async function seedHistory(engine: Engine, events: number): Promise<LongHistory> {
  const { tenantId, personId, itemIds } = await seedBoard(engine, 1);
  const [recordId = ''] = itemIds;
  const submit = async (draft: CommandDraft) => {
    const command = { ...draft, id: newId(), issuedAt: new Date().toISOString() };
    const outcome = await engine.submit(tenantId, { personId, via: 'web' }, command);
    if (outcome.kind === 'refused') throw new Error(`${draft.name}: ${outcome.refusal.message}`);
  };
  for (let start = 1; start < events; start += AT_ONCE) {
    const count = Math.min(AT_ONCE, events - start);
    await Promise.all(Array.from({ length: count }, (_, index) => submit(edit(recordId, start + index))));
  }
  return { tenantId, recordId, events };
}

function edit(id: RecordId, version: number): CommandDraft {
  // Sent at once, so each stands on all before it; nobody else writes.
  const set =
    version % 3 === 0
      ? { estimate: version % 100 }
      : { title: `A title that says it better, number ${version}` };
  return updateWorkItem({ id, version }, { set });
}
