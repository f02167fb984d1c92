import { evolve, placeOf, type Registry, refuse } from '@atrium/model';
import { type EventDraft, newId, type Refusal } from '@atrium/protocol';
import type { BatchState } from './batch-state.ts';
import type { Job } from './job.ts';

export interface Moment {
  readonly registry: Registry;
  readonly now: string;
  /** The position before the batch. */
  readonly head: number;
}

/** Gives the drafts of one command their places in the log and evolves their records, or says which key is taken. */
export function stageDrafts(
  state: BatchState,
  job: Job,
  drafts: readonly EventDraft[],
  moment: Moment,
): Refusal | undefined {
  const { command, actor } = job;
  for (const draft of drafts) {
    const before = state.get(draft.recordId);
    if (state.missed) return undefined;
    if ((before === undefined) !== (draft.change === 'created')) {
      throw new Error(`${draft.name} cannot be ${draft.change}: the record is ${before ? '' : 'not '}there`);
    }
    const made = {
      ...draft,
      position: moment.head + state.made.events.length + state.staged.length + 1,
      id: newId(),
      version: (before?.version ?? 0) + 1,
      actor,
      at: moment.now,
      commandId: command.id,
      ...(command.cause !== undefined && { cause: command.cause }),
      ...(command.origin && { origin: command.origin }),
    };
    const record = evolve(before, made);
    const { projectId, subjectId } = placeOf(record, moment.registry);
    const taken = stageKeys(state, state.keysOf(before), state.keysOf(record), record.id);
    if (taken !== undefined) {
      return refuse('ALREADY_EXISTS', 'Another record already has this key.', { key: taken });
    }
    state.stage({ ...made, projectId, subjectId }, record);
  }
  return undefined;
}

/** Moves a record's unique keys; answers the key that someone else holds. */
function stageKeys(
  state: BatchState,
  before: readonly string[],
  after: readonly string[],
  id: string,
): string | undefined {
  for (const key of before) if (!after.includes(key)) state.stageKey(key, null);
  for (const key of after) {
    if (before.includes(key)) continue;
    const holder = state.find(key);
    if (holder !== undefined && holder !== id) return key;
    state.stageKey(key, id);
  }
  return undefined;
}
