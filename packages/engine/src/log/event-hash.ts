import { hash } from 'node:crypto';
import type { Actor, Json, Patch, TenantId } from '@atrium/protocol';
import { canonicalJson } from './canonical-json.ts';
import type { LoggedEvent } from './logged-event.ts';

/** What the first event's hash covers in place of an event before it. Hashes are lower-case hex. */
export function genesisHash(tenantId: TenantId): string {
  return hash('sha256', `atrium log ${tenantId}`);
}

/** The parts of an event that are stored as JSON, in their one text. Made once, for the hash and for the store. */
export interface EventTexts {
  readonly patch: string;
  readonly actor: string;
}

export function eventTexts(patch: Patch, actor: Actor): EventTexts {
  return { patch: canonicalJson(patch as unknown as Json), actor: actorText(actor) };
}

let lastActor: Actor = { personId: '', via: 'system' };
let lastActorText = canonicalJson({ ...lastActor });

/** Whoever acted is most likely who acted last. */
function actorText(actor: Actor): string {
  // A stored actor may hold more than it should: that is what `verify` looks for.
  if (Object.keys(actor).length !== 2) return canonicalJson({ ...actor });
  if (actor.personId !== lastActor.personId || actor.via !== lastActor.via) {
    lastActor = actor;
    lastActorText = canonicalJson({ ...actor });
  }
  return lastActorText;
}

/** @param event with digests in place of personal values, as it is stored */
export function eventHash(
  previous: string,
  event: LoggedEvent,
  { patch, actor }: EventTexts = eventTexts(event.patch, event.actor),
): string {
  const head = JSON.stringify([
    event.position,
    event.id,
    event.recordId,
    event.recordType,
    event.version,
    event.name,
    event.change,
    event.at,
    event.commandId,
    event.cause ?? null,
    event.projectId,
    event.subjectId,
  ]);
  const origin = event.origin ? canonicalJson({ ...event.origin }) : 'null';
  return hash('sha256', `${previous}${head}[${patch},${actor},${origin}]`);
}
