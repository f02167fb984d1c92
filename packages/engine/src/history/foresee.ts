import { type DecideContext, type Preview, previewKnown } from '@atrium/model';
import type { Actor, Command, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { RecordCache } from '../records/record-cache.ts';
import type { Runtime } from '../runtime.ts';
import { BatchState } from '../writer/batch-state.ts';
import { loadMissing } from '../writer/load-missing.ts';

export interface Foreseen {
  readonly tenantId: TenantId;
  readonly actor: Actor;
  readonly command: Command;
}

const MAX_ROUNDS = 50;

/** What a command would do as things stand: decided like any other, but nothing is locked and nothing written. */
export async function foresee(
  { registry, clock }: Runtime,
  tx: Tx,
  { tenantId, actor, command }: Foreseen,
): Promise<Preview> {
  const state = new BatchState(new RecordCache(1_000), registry);
  const now = new Date(clock()).toISOString();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const preview = attempt(command, { actor, now, read: state.reader }, state, registry);
    if (preview) return preview;
    const missing = state.takeMissing();
    state.loaded(missing, await loadMissing({ tx, tenantId, registry }, missing));
  }
  return { ok: false, refusal: { code: 'LIMIT_EXCEEDED', message: 'This needs too much to be looked at.' } };
}

/** Undefined when something was read that is not loaded yet. */
function attempt(
  command: Command,
  context: DecideContext,
  state: BatchState,
  registry: Runtime['registry'],
): Preview | undefined {
  state.begin();
  try {
    const preview = previewKnown(command, context, registry);
    return state.missed ? undefined : preview;
  } catch (error) {
    // What a rule does on an answer that is not there yet says nothing.
    if (state.missed) return undefined;
    throw error;
  }
}
