import { evolve } from '@atrium/model';
import type { Actor, EventDraft, Instant, RecordState } from '@atrium/protocol';

/**
 * The record as it will look once the server has agreed. `version` and `fieldVersions` stay those of the
 * confirmed record (0 for one that is not confirmed yet): a command made from what the user sees thereby
 * names the last version that really exists, and conflicts are told from other people's changes only.
 */
export function evolveOptimistically(
  record: RecordState | undefined,
  draft: EventDraft,
  by: { readonly actor: Actor; readonly at: Instant },
): RecordState {
  const version = record?.version ?? 0;
  const next = evolve(record, { ...draft, version: version + 1, actor: by.actor, at: by.at });
  return { ...next, version, fieldVersions: record?.fieldVersions ?? {} };
}
