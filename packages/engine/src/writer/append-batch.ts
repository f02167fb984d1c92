import type { Registry } from '@atrium/model';
import { placeOf } from '@atrium/model';
import type { RecordState } from '@atrium/protocol';
import type { TenantSession } from '../database/tenant-session.ts';
import { eventHash } from '../log/event-hash.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { splitPersonal } from '../log/personal-values.ts';
import { APPEND_BATCH } from './append-statement.ts';
import type { CommandChanges } from './command-changes.ts';
import type { Job } from './job.ts';

export interface Appending {
  readonly registry: Registry;
  readonly now: string;
  readonly head: number;
  readonly headHash: string;
}

/** Writes a decided batch in one statement: events, records, keys, counters, receipts, and the new head. */
export async function appendBatch(
  { tx, tenantId }: Pick<TenantSession, 'tx' | 'tenantId'>,
  made: CommandChanges,
  answered: readonly Job[],
  { registry, now, head, headHash }: Appending,
): Promise<{ head: number }> {
  const events = eventArrays(made.events, registry, headHash);
  const records = recordArrays([...made.records.values()], registry);
  const held = [...made.keys].filter(([, holder]) => holder !== null);
  const released = [...made.keys].filter(([, holder]) => holder === null).map(([key]) => key);
  const newHead = head + made.events.length;
  await tx.query(APPEND_BATCH, [
    tenantId,
    now,
    ...events.columns,
    ...records,
    released,
    held.map(([key]) => key),
    held.map(([, holder]) => holder),
    [...made.counters.keys()],
    [...made.counters.values()],
    ...receiptArrays(answered),
    newHead,
    events.lastHash,
  ]);
  return { head: newHead };
}

function eventArrays(events: readonly LoggedEvent[], registry: Registry, headHash: string) {
  let lastHash = headHash;
  const rows = events.map((event) => {
    const split = splitPersonal(event.patch, registry.types.get(event.recordType));
    const patch = split?.patch ?? event.patch;
    lastHash = eventHash(lastHash, split ? { ...event, patch } : event);
    return { event, patch, personal: split?.personal, hash: `\\x${lastHash}` };
  });
  const columns = [
    rows.map(({ event }) => event.position),
    rows.map(({ event }) => event.id),
    rows.map(({ event }) => event.recordId),
    rows.map(({ event }) => event.recordType),
    rows.map(({ event }) => event.version),
    rows.map(({ event }) => event.name),
    rows.map(({ event }) => event.change),
    rows.map(({ patch }) => JSON.stringify(patch)),
    rows.map(({ personal }) => (personal ? JSON.stringify(personal) : null)),
    rows.map(({ event }) => JSON.stringify(event.actor)),
    rows.map(({ event }) => event.commandId),
    rows.map(({ event }) => event.cause ?? null),
    rows.map(({ event }) => (event.origin ? JSON.stringify(event.origin) : null)),
    rows.map(({ event }) => event.projectId),
    rows.map(({ event }) => event.subjectId),
    rows.map(({ hash }) => hash),
  ];
  return { columns, lastHash: `\\x${lastHash}` };
}

function recordArrays(records: readonly RecordState[], registry: Registry): unknown[][] {
  const places = records.map((record) => placeOf(record, registry));
  return [
    records.map(({ id }) => id),
    records.map(({ type }) => type),
    records.map(({ version }) => version),
    records.map(({ fields }) => JSON.stringify(fields)),
    records.map(({ fieldVersions }) => JSON.stringify(fieldVersions)),
    records.map(({ createdAt }) => createdAt),
    records.map(({ createdBy }) => createdBy),
    records.map(({ updatedAt }) => updatedAt),
    records.map(({ updatedBy }) => updatedBy),
    records.map(({ deletedAt }) => deletedAt),
    places.map(({ projectId }) => projectId),
    places.map(({ subjectId }) => subjectId),
  ];
}

function receiptArrays(jobs: readonly Job[]): unknown[][] {
  const outcomes = jobs.map(({ outcome }) => outcome);
  const committed = outcomes.map((outcome) => (outcome?.kind === 'committed' ? outcome : undefined));
  return [
    jobs.map(({ command }) => command.id),
    committed.map((outcome) => outcome?.firstPosition ?? null),
    committed.map((outcome) => outcome?.lastPosition ?? null),
    committed.map((outcome) => outcome?.version ?? null),
    outcomes.map((outcome) => (outcome?.kind === 'refused' ? JSON.stringify(outcome.refusal) : null)),
  ];
}
