import type { Registry } from '@atrium/model';
import { placeOf } from '@atrium/model';
import type { RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { eventHash, eventTexts } from '../log/event-hash.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { splitPersonal } from '../log/personal-values.ts';
import { APPEND_BATCH } from './append-statement.ts';
import { jsonArray, jsonTextArray, plainArray } from './array-literals.ts';
import type { CommandChanges } from './command-changes.ts';
import type { Job } from './job.ts';

export interface Appending {
  readonly registry: Registry;
  readonly now: string;
  readonly head: number;
  readonly headHash: string;
}

/** The one statement that writes what was decided: events, records, keys, counters, receipts, and the new head. */
export interface Append {
  readonly head: number;
  readonly headHash: string;
  readonly values: readonly unknown[];
}

/** Makes the statement, without waiting for anything: the hash of the last event is known before it is written. */
export function prepareAppend(
  tenantId: TenantId,
  made: CommandChanges,
  answered: readonly Job[],
  { registry, now, head, headHash }: Appending,
): Append {
  const events = eventArrays(made.events, registry, headHash);
  const records = recordArrays([...made.records.values()], registry);
  const held = [...made.keys].filter(([, holder]) => holder !== null);
  const released = [...made.keys].filter(([, holder]) => holder === null).map(([key]) => key);
  const newHead = head + made.events.length;
  const values = [
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
    `\\x${events.lastHash}`,
  ];
  return { head: newHead, headHash: events.lastHash, values };
}

export async function writeAppend(tx: Pick<Tx, 'query'>, { values }: Append): Promise<void> {
  await tx.query(APPEND_BATCH, values);
}

function eventArrays(events: readonly LoggedEvent[], registry: Registry, headHash: string) {
  let lastHash = headHash;
  const rows = events.map((event) => {
    const split = splitPersonal(event.patch, registry.types.get(event.recordType));
    const patch = split?.patch ?? event.patch;
    const texts = eventTexts(patch, event.actor);
    lastHash = eventHash(lastHash, event, texts);
    return { texts, personal: split?.personal, hash: lastHash };
  });
  const columns = [
    plainArray(events.map(({ position }) => position)),
    plainArray(events.map(({ id }) => id)),
    plainArray(events.map(({ recordId }) => recordId)),
    events.map(({ recordType }) => recordType),
    plainArray(events.map(({ version }) => version)),
    events.map(({ name }) => name),
    events.map(({ change }) => change),
    jsonTextArray(rows.map(({ texts }) => texts.patch)),
    jsonArray(rows.map(({ personal }) => personal)),
    jsonTextArray(rows.map(({ texts }) => texts.actor)),
    plainArray(events.map(({ commandId }) => commandId)),
    events.map(({ cause }) => cause ?? null),
    jsonArray(events.map(({ origin }) => origin)),
    plainArray(events.map(({ projectId }) => projectId)),
    plainArray(events.map(({ subjectId }) => subjectId)),
    plainArray(rows.map(({ hash }) => `\\\\x${hash}`)),
  ];
  return { columns, lastHash };
}

function recordArrays(records: readonly RecordState[], registry: Registry): unknown[] {
  const places = records.map((record) => placeOf(record, registry));
  return [
    plainArray(records.map(({ id }) => id)),
    records.map(({ type }) => type),
    plainArray(records.map(({ version }) => version)),
    jsonArray(records.map(({ fields }) => fields)),
    jsonArray(records.map(({ fieldVersions }) => fieldVersions)),
    plainArray(records.map(({ createdAt }) => createdAt)),
    plainArray(records.map(({ createdBy }) => createdBy)),
    plainArray(records.map(({ updatedAt }) => updatedAt)),
    plainArray(records.map(({ updatedBy }) => updatedBy)),
    plainArray(records.map(({ deletedAt }) => deletedAt)),
    plainArray(places.map(({ projectId }) => projectId)),
    plainArray(places.map(({ subjectId }) => subjectId)),
  ];
}

function receiptArrays(jobs: readonly Job[]): unknown[] {
  const outcomes = jobs.map(({ outcome }) => outcome);
  const committed = outcomes.map((outcome) => (outcome?.kind === 'committed' ? outcome : undefined));
  return [
    plainArray(jobs.map(({ command }) => command.id)),
    plainArray(committed.map((outcome) => outcome?.firstPosition)),
    plainArray(committed.map((outcome) => outcome?.lastPosition)),
    plainArray(committed.map((outcome) => outcome?.version)),
    jsonArray(outcomes.map((outcome) => (outcome?.kind === 'refused' ? outcome.refusal : null))),
  ];
}
