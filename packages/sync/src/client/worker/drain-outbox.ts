import type { Outcome, Refusal } from '@atrium/protocol';
import { phaseOf } from '../outbox/entry-phase.ts';
import { loadOutbox } from '../outbox/load-outbox.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import { nextToSend, queueItem } from '../outbox/send-order.ts';
import { committed, type Queue, refused } from '../outbox/settle-queue.ts';
import { settleRow } from '../outbox/settle-row.ts';
import { upcastQueue } from '../outbox/upcast-queue.ts';
import type { Fetch, OpenChannel, TryLock } from '../ports.ts';
import type { ClientStorage } from '../storage/client-storage.ts';
import { channelName, openTabChannel, senderLock } from '../tabs/tab-channel.ts';

export interface DrainOptions {
  /** Of this tenant and person; see `databaseName`. The caller closes it. */
  readonly storage: Pick<ClientStorage, 'loadOutbox' | 'changeOutbox'>;
  readonly fetch: Fetch;
  /** Where the server is, such as `https://atrium.example.com`. */
  readonly url: string;
  readonly tenantId: string;
  /** Whose outbox this is: the server takes nothing of it when somebody else is signed in. */
  readonly personId: string;
  readonly tryLock: TryLock;
  /** Tells tabs that are open of what became of their commands. */
  readonly openChannel?: OpenChannel;
}

/**
 * - `drained`: nothing is left that could be sent
 * - `tab`: a tab is there, and sends by itself
 * - `signedOut`: nobody, or somebody else, is signed in
 * - `later`: the server could not be reached or asked to wait; worth another try
 */
export interface Drained {
  readonly kind: 'drained' | 'tab' | 'signedOut' | 'later';
  readonly committed: number;
  readonly refused: number;
  /** Still to be sent. */
  readonly left: number;
}

const MOST_AT_ONCE = 32;
const LONGEST_OWN_VERSIONS = 1_000;
const WORKER = 'worker';

/**
 * Sends what the outbox holds through `POST /api/v1/sync`, under the ids it was queued with: for a service
 * worker, when no tab is there to do it. Rounds of what may go at once, each stored before the next.
 */
export async function drainOutbox(options: DrainOptions): Promise<Drained> {
  const { tenantId, personId, tryLock, openChannel } = options;
  const lock = await tryLock(senderLock(tenantId, personId));
  if (!lock) return { kind: 'tab', committed: 0, refused: 0, left: 0 };
  const name = channelName(tenantId, personId);
  const channel = openChannel && openTabChannel(openChannel, { name, tab: WORKER }, () => undefined);
  try {
    return await drain(options, (rows) => channel?.tell({ kind: 'rows', rows, gone: [], kept: true }));
  } finally {
    channel?.close();
    lock.release();
  }
}

async function drain(options: DrainOptions, tell: (rows: readonly OutboxEntry[]) => void): Promise<Drained> {
  const counts = { committed: 0, refused: 0 };
  const tried = new Set<string>();
  for (;;) {
    // Anew each time: a tab may have opened, written, and be waiting for the lock.
    const queue = openQueue(await loadOutbox(options.storage));
    const waiting = [...queue.entries()].filter(({ state, wish }) => state.kind === 'waiting' && !wish);
    const left = waiting.length;
    const ready = nextToSend(withoutDone(queue), MOST_AT_ONCE)
      .map((id) => queue.entry(id))
      .filter((entry) => entry !== undefined && !entry.wish && !tried.has(entry.command.id));
    const batch = ready.filter((entry) => entry !== undefined);
    if (batch.length === 0) return { kind: 'drained', ...counts, left };
    const answer = await submit(options, batch);
    if (answer.kind !== 'outcomes') return { kind: answer.kind, ...counts, left };
    let isLater = false;
    for (const { command } of batch) {
      const outcome = answer.outcomes.get(command.id);
      if (!outcome || asksToWait(outcome)) {
        isLater = true;
        continue;
      }
      tried.add(command.id);
      counts[outcome.kind]++;
      tell(await store(options, queue, command.id, outcome));
    }
    if (isLater) return { kind: 'later', ...counts, left: left - counts.committed - counts.refused };
  }
}

function openQueue(entries: OutboxEntry[]): Queue {
  const rows = new Map(entries.map((entry) => [entry.command.id, entry]));
  return {
    entry: (id) => rows.get(id),
    isInFlight: () => false,
    entries: () => rows.values(),
    items: () => [...rows.values()].map((entry) => queueItem(entry, phaseOf(entry, false))),
  };
}

/** No view here will ever show what was committed, so nothing waits for that; a person's wish holds the record. */
function* withoutDone(queue: Queue) {
  for (const item of queue.items()) if (item.phase !== 'committed') yield item;
}

type Answer =
  | { readonly kind: 'outcomes'; readonly outcomes: ReadonlyMap<string, Outcome> }
  | { readonly kind: 'signedOut' | 'later' };

async function submit(options: DrainOptions, batch: readonly OutboxEntry[]): Promise<Answer> {
  const { fetch, url, tenantId, personId } = options;
  const commands = batch.map(
    ({ command: { id, name, recordId, baseVersion, input, issuedAt, ...more } }) => ({
      id,
      name,
      recordId,
      baseVersion,
      input,
      issuedAt,
      ...(more.cause !== undefined && { cause: more.cause }),
      ...(more.ownVersions && { ownVersions: more.ownVersions.slice(-LONGEST_OWN_VERSIONS) }),
    }),
  );
  try {
    const response = await fetch(`${url}/api/v1/sync`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      credentials: 'include',
      body: JSON.stringify({ workspace: tenantId, person: personId, commands }),
    });
    if (response.status === 401) return { kind: 'signedOut' };
    if (response.status === 400 || response.status === 413) return await oneByOne(options, batch);
    if (!response.ok) return { kind: 'later' };
    const { outcomes } = JSON.parse(await textOf(response)) as {
      outcomes: { commandId: string; outcome: Outcome }[];
    };
    return { kind: 'outcomes', outcomes: new Map(outcomes.map((one) => [one.commandId, one.outcome])) };
  } catch {
    // Nothing is known of what was done: the same ids go again another time.
    return { kind: 'later' };
  }
}

/** One of them is not even read: finds out which, so that it holds only what builds on it. */
async function oneByOne(options: DrainOptions, batch: readonly OutboxEntry[]): Promise<Answer> {
  const [first] = batch;
  if (first && batch.length === 1) {
    const message = 'The server cannot read this change. Edit it or drop it.';
    const outcome: Outcome = { kind: 'refused', refusal: { code: 'INVALID_INPUT', message } };
    return { kind: 'outcomes', outcomes: new Map([[first.command.id, outcome]]) };
  }
  const outcomes = new Map<string, Outcome>();
  for (const entry of batch) {
    const answer = await submit(options, [entry]);
    if (answer.kind !== 'outcomes') return answer;
    for (const [id, outcome] of answer.outcomes) outcomes.set(id, outcome);
  }
  return { kind: 'outcomes', outcomes };
}

/** What says nothing about the command itself. */
const LATER: readonly Refusal['code'][] = ['UNAVAILABLE', 'RATE_LIMITED', 'UNAUTHENTICATED'];

function asksToWait(outcome: Outcome): boolean {
  return outcome.kind === 'refused' && LATER.includes(outcome.refusal.code);
}

/** Writes one outcome with all that follows from it, and answers the rows as they are now. */
async function store(
  { storage }: DrainOptions,
  queue: Queue,
  id: string,
  outcome: Outcome,
): Promise<OutboxEntry[]> {
  const { put } =
    outcome.kind === 'committed' ? committed(queue, id, outcome) : refused(queue, id, outcome.refusal);
  let rows: OutboxEntry[] = [];
  await storage.changeOutbox(
    put.map(({ command }) => command.id),
    (stored) => {
      const now = new Map(upcastQueue([...stored.values()]).map((entry) => [entry.command.id, entry]));
      rows = put.flatMap((entry) => settleRow(now.get(entry.command.id), entry, false) ?? []);
      return { put: rows, remove: [] };
    },
  );
  return rows;
}

async function textOf({ body }: Awaited<ReturnType<Fetch>>): Promise<string> {
  const decoder = new TextDecoder();
  const reader = body?.getReader();
  let text = '';
  for (let chunk = await reader?.read(); chunk && !chunk.done; chunk = await reader?.read()) {
    text += decoder.decode(chunk.value, { stream: true });
  }
  return text + decoder.decode();
}
