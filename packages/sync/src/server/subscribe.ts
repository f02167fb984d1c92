import { parseScope, placeOf, WORKSPACE_SCOPE } from '@atrium/model';
import { assembleDeltaBatch, assembleSubscribed, encodeServerFrame } from '@atrium/protocol';
import { offer } from './deliver.ts';
import type { Delta } from './delta.ts';
import type { FanOut } from './fan-out.ts';
import { coverFrom } from './resume-window.ts';
import type { Subscriber } from './subscriber.ts';

/**
 * Brings a scope to life for a connection: what it missed, then everything that follows, with nothing in
 * between. Whatever has to be waited for comes first; from the last check of rights on there is no await.
 */
export async function subscribe(
  fanOut: FanOut,
  subscriber: Subscriber,
  request: { readonly scope: string; readonly fromPosition: number },
): Promise<void> {
  const { scope, fromPosition } = request;
  const token = Symbol(scope);
  subscriber.pending.set(scope, token);
  subscriber.waiting.delete(scope);
  fanOut.drop(subscriber, scope);
  const guard = await guardOf(fanOut, subscriber, scope);
  const isKnown = fromPosition > 0 && guard !== undefined && (await reachPosition(fanOut, fromPosition));
  const isCovered = isKnown && (await coverFrom(fanOut, fromPosition));

  if (subscriber.pending.get(scope) !== token) return;
  subscriber.pending.delete(scope);
  if (guard === undefined || !isReadable(fanOut, subscriber, guard)) {
    fanOut.withdraw(subscriber, scope, 'not_found');
  } else if (subscriber.behind) {
    subscriber.waiting.set(scope, fromPosition);
  } else if (!isCovered || !fanOut.recent.covers(fromPosition) || viewMoved(fanOut, subscriber, request)) {
    reset(fanOut, subscriber, scope);
  } else {
    goLive(fanOut, subscriber, { scope, fromPosition, projectId: guard.projectId });
  }
}

/** After a slow reader has drained: what it missed, or a reset of what can no longer be told. */
export function resume(fanOut: FanOut, subscriber: Subscriber): void {
  subscriber.behind = false;
  if (!fanOut.recent.covers(subscriber.coveredPosition)) {
    for (const scope of [...subscriber.scopes.keys()]) reset(fanOut, subscriber, scope);
  } else if (subscriber.rightsMoved && subscriber.scopes.has(WORKSPACE_SCOPE)) {
    reset(fanOut, subscriber, WORKSPACE_SCOPE);
  }
  subscriber.rightsMoved = false;
  if (!catchUp(fanOut, subscriber)) return;
  for (const scope of subscriber.scopes.keys()) tellPresence(fanOut, subscriber, scope);
}

interface Guard {
  readonly projectId: string | null;
}

/** What guards the scope, if the person may read it. A record made a moment ago counts: the log is asked. */
async function guardOf(fanOut: FanOut, subscriber: Subscriber, scope: string): Promise<Guard | undefined> {
  const guard = await locate(fanOut, scope);
  if (guard && isReadable(fanOut, subscriber, guard)) return guard;
  const { engine, tenantId } = fanOut.deps;
  await fanOut.reach(await engine.head(tenantId));
  const later = await locate(fanOut, scope);
  return later && isReadable(fanOut, subscriber, later) ? later : undefined;
}

async function locate(fanOut: FanOut, text: string): Promise<Guard | undefined> {
  const scope = parseScope(text);
  if (!scope) return undefined;
  if (scope.kind === 'workspace') return { projectId: null };
  if (scope.kind === 'project' || fanOut.directory.project(scope.id)) return { projectId: scope.id };
  const { engine, tenantId } = fanOut.deps;
  const [record] = await engine.readRecords(tenantId, [scope.id]);
  return record && { projectId: placeOf(record).projectId };
}

function isReadable({ directory }: FanOut, { personId }: Subscriber, { projectId }: Guard): boolean {
  return projectId === null
    ? directory.member(personId) !== undefined
    : directory.canReadInside(personId, projectId);
}

/** False for a position that the log has never reached. */
async function reachPosition(fanOut: FanOut, position: number): Promise<boolean> {
  if (position <= fanOut.position) return true;
  const { engine, tenantId } = fanOut.deps;
  if (position > (await engine.head(tenantId))) return false;
  await fanOut.reach(position);
  return true;
}

/** What the workspace scope shows depends on rights that changed since: single events cannot tell it. */
function viewMoved(
  { recent }: FanOut,
  { personId }: Subscriber,
  { scope, fromPosition }: { readonly scope: string; readonly fromPosition: number },
): boolean {
  if (scope !== WORKSPACE_SCOPE) return false;
  for (const { event, touchesRights } of recent.after(fromPosition)) {
    if (touchesRights && (event.recordType === 'project' || event.recordId === personId)) return true;
  }
  return false;
}

function goLive(
  fanOut: FanOut,
  subscriber: Subscriber,
  live: { readonly scope: string; readonly fromPosition: number; readonly projectId: string | null },
): void {
  const { recent, position } = fanOut;
  const { scope, fromPosition } = live;
  const encodedEvents: Uint8Array[] = [];
  for (const delta of recent.after(fromPosition)) {
    if (delta.scopes.includes(scope) && mayRead(fanOut, subscriber, delta)) encodedEvents.push(delta.encoded);
  }
  if (!subscriber.port.offer(assembleSubscribed({ scope, position, reset: false, encodedEvents }))) {
    subscriber.waiting.set(scope, fromPosition);
    subscriber.fallBehind();
    return;
  }
  subscriber.coveredPosition = position;
  fanOut.index.add(scope, live.projectId, subscriber);
  tellPresence(fanOut, subscriber, scope);
}

function mayRead({ directory }: FanOut, { personId }: Subscriber, { event, projectId }: Delta): boolean {
  return directory.canRead(personId, event.recordType, projectId);
}

function reset(fanOut: FanOut, subscriber: Subscriber, scope: string): void {
  fanOut.drop(subscriber, scope);
  subscriber.port.send({ kind: 'subscribed', scope, position: fanOut.position, reset: true, events: [] });
}

/** False when the reader fell behind again on the way. */
function catchUp(fanOut: FanOut, subscriber: Subscriber): boolean {
  const { batchEvents, batchBytes } = fanOut.deps.limits;
  let encodedEvents: Uint8Array[] = [];
  let bytes = 0;
  for (const delta of fanOut.recent.after(subscriber.coveredPosition)) {
    if (!delta.scopes.some((scope) => subscriber.scopes.has(scope))) continue;
    if (!mayRead(fanOut, subscriber, delta)) continue;
    encodedEvents.push(delta.encoded);
    bytes += delta.encoded.length;
    if (encodedEvents.length < batchEvents && bytes < batchBytes) continue;
    const { position } = delta.event;
    if (!offer(subscriber, assembleDeltaBatch({ position, encodedEvents }), position)) return false;
    encodedEvents = [];
    bytes = 0;
  }
  const { position } = fanOut;
  return offer(subscriber, assembleDeltaBatch({ position, encodedEvents }), position);
}

function tellPresence(fanOut: FanOut, subscriber: Subscriber, scope: string): void {
  const frame = { kind: 'presence', scope, full: true, entries: fanOut.presence.full(scope) } as const;
  if (!subscriber.port.offer(encodeServerFrame(frame))) subscriber.fallBehind();
}
