import type { NodeId } from '@atrium/engine';
import { parseScope } from '@atrium/model';
import { isId, type JsonObject } from '@atrium/protocol';
import type { PresenceChange } from './presence.ts';

export type PresenceHint =
  /** Tell me who is there: to one node, or to all. */
  | { readonly kind: 'ask'; readonly to: NodeId | null }
  | {
      readonly kind: 'told';
      /** The words of a node to a tenant's others are numbered. */
      readonly count: number;
      /** Whoever is not named here or in what follows is gone. */
      readonly isWhole: boolean;
      readonly changes: readonly PresenceChange[];
    };

export function presenceHintOf(hint: PresenceHint): JsonObject {
  if (hint.kind === 'ask') return { ask: hint.to };
  const entries = hint.changes.map(({ scope, entry: { connectionId, personId, state } }) => [
    scope,
    connectionId,
    personId,
    state,
  ]);
  return { count: hint.count, whole: hint.isWhole, entries };
}

/** Undefined for anything that a node of this version would not say: it is taken whole or not at all. */
export function readPresenceHint(hint: JsonObject, mostBytes: number): PresenceHint | undefined {
  const { ask, count, whole, entries } = hint;
  if (ask === null || isId(ask)) return { kind: 'ask', to: ask };
  if (!Number.isSafeInteger(count) || typeof whole !== 'boolean' || !Array.isArray(entries)) return undefined;
  const changes: PresenceChange[] = [];
  for (const entry of entries) {
    const change = changeOf(entry, mostBytes);
    if (!change) return undefined;
    changes.push(change);
  }
  return { kind: 'told', count: count as number, isWhole: whole, changes };
}

function changeOf(told: unknown, mostBytes: number): PresenceChange | undefined {
  if (!Array.isArray(told)) return undefined;
  const [scope, connectionId, personId, state] = told as unknown[];
  if (typeof scope !== 'string' || !parseScope(scope) || !isId(connectionId) || !isId(personId))
    return undefined;
  if (state === null) return { scope, entry: { connectionId, personId, state } };
  if (typeof state !== 'object' || Array.isArray(state)) return undefined;
  const size = Buffer.byteLength(JSON.stringify(state));
  return size > mostBytes
    ? undefined
    : { scope, entry: { connectionId, personId, state: state as JsonObject } };
}
