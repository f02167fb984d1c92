import { evolve, placeOf, type Registry, refuse } from '@atrium/model';
import type { EventDraft, RecordState, Refusal } from '@atrium/protocol';
import type { LoggedEvent } from '../log/logged-event.ts';
import type { BatchState } from './batch-state.ts';
import type { Job } from './job.ts';

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export interface Moment {
  readonly registry: Registry;
  readonly now: string;
  readonly nextEventId: () => string;
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
    // Made in one piece, once: this runs for every event of the system.
    const event: Mutable<LoggedEvent> = {
      position: moment.head + state.made.events.length + state.staged.length + 1,
      id: moment.nextEventId(),
      recordId: draft.recordId,
      recordType: draft.recordType,
      version: (before?.version ?? 0) + 1,
      name: draft.name,
      change: draft.change,
      patch: draft.patch,
      actor,
      at: moment.now,
      commandId: command.id,
      projectId: null,
      subjectId: null,
    };
    if (command.cause !== undefined) event.cause = command.cause;
    if (command.origin) event.origin = command.origin;
    const record = evolve(before, event);
    const { projectId, subjectId } = placeOf(record, moment.registry);
    event.projectId = projectId;
    event.subjectId = subjectId;
    const taken = stageKeys(state, moment.registry, before, record);
    if (taken !== undefined) {
      return refuse('ALREADY_EXISTS', 'Another record already has this key.', { key: taken });
    }
    state.stage(event, record);
  }
  return undefined;
}

/** Moves a record's unique keys; answers the key that someone else holds. */
function stageKeys(
  state: BatchState,
  registry: Registry,
  before: RecordState | undefined,
  record: RecordState,
): string | undefined {
  const held = state.keysOf(before);
  const wanted = state.keysOf(record);
  // Keys of such a type come from a counter, so nobody else can hold them.
  const counted = registry.types.get(record.type)?.takenMessage === undefined;
  for (const key of held) if (!wanted.includes(key)) state.stageKey(key, null);
  for (const key of wanted) {
    if (held.includes(key)) continue;
    const holder = counted ? undefined : state.find(key);
    if (holder !== undefined && holder !== record.id) return key;
    state.stageKey(key, record.id);
  }
  return undefined;
}
