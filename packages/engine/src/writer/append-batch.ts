import type { Registry } from '@atrium/model';
import { placeOf } from '@atrium/model';
import type { RecordState, TenantId } from '@atrium/protocol';
import type { Statement, Tx } from '../database/tx.ts';
import { eventHash, eventTexts } from '../log/event-hash.ts';
import type { LoggedEvent } from '../log/logged-event.ts';
import { splitPersonal } from '../log/personal-values.ts';
import { APPEND_BATCH, APPEND_CHANGES } from './append-statement.ts';
import { BinaryArrays } from './binary-arrays.ts';
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
  readonly statement: Statement;
  readonly values: readonly unknown[];
}

/** As most are, with their records and receipts. */
const BYTES_PER_EVENT = 2_048;

/** Makes the statement, without waiting for anything: the hash of the last event is known before it is written. */
export function prepareAppend(
  tenantId: TenantId,
  made: CommandChanges,
  answered: readonly Job[],
  { registry, now, head, headHash }: Appending,
): Append {
  const arrays = new BinaryArrays(1_024 + made.events.length * BYTES_PER_EVENT);
  const events = eventArrays(arrays, made.events, registry, headHash);
  const newHead = head + made.events.length;
  const values = [
    tenantId,
    now,
    newHead,
    `\\x${events.lastHash}`,
    ...events.columns,
    ...recordArrays(arrays, [...made.records.values()], registry),
    ...receiptArrays(arrays, answered),
  ];
  const end = { head: newHead, headHash: events.lastHash };
  if (made.keys.size + made.counters.size === 0) return { ...end, statement: APPEND_CHANGES, values };
  return { ...end, statement: APPEND_BATCH, values: [...values, ...keyArrays(arrays, made)] };
}

export async function writeAppend(tx: Pick<Tx, 'query'>, { statement, values }: Append): Promise<void> {
  await tx.query(statement, values);
}

function eventArrays(
  arrays: BinaryArrays,
  events: readonly LoggedEvent[],
  registry: Registry,
  headHash: string,
) {
  let lastHash = headHash;
  const rows = events.map((event) => {
    const split = splitPersonal(event.patch, registry.types.get(event.recordType));
    const patch = split?.patch ?? event.patch;
    const texts = eventTexts(patch, event.actor);
    lastHash = eventHash(lastHash, event, texts);
    return { texts, personal: split?.personal, hash: lastHash };
  });
  const columns = [
    arrays.integers(events.map(({ position }) => position)),
    arrays.uuids(events.map(({ id }) => id)),
    arrays.uuids(events.map(({ recordId }) => recordId)),
    arrays.texts(events.map(({ recordType }) => recordType)),
    arrays.integers(events.map(({ version }) => version)),
    arrays.texts(events.map(({ name }) => name)),
    arrays.texts(events.map(({ change }) => change)),
    arrays.jsons(rows.map(({ texts }) => texts.patch)),
    arrays.jsons(rows.map(({ personal }) => textOf(personal))),
    arrays.jsons(rows.map(({ texts }) => texts.actor)),
    arrays.uuids(events.map(({ commandId }) => commandId)),
    arrays.texts(events.map(({ cause }) => cause)),
    arrays.jsons(events.map(({ origin }) => textOf(origin))),
    arrays.uuids(events.map(({ projectId }) => projectId)),
    arrays.uuids(events.map(({ subjectId }) => subjectId)),
    arrays.hashes(rows.map(({ hash }) => hash)),
  ];
  return { columns, lastHash };
}

function recordArrays(arrays: BinaryArrays, records: readonly RecordState[], registry: Registry): Buffer[] {
  const places = records.map((record) => placeOf(record, registry));
  return [
    arrays.uuids(records.map(({ id }) => id)),
    arrays.texts(records.map(({ type }) => type)),
    arrays.integers(records.map(({ version }) => version)),
    arrays.jsons(records.map(({ fields }) => textOf(fields))),
    arrays.jsons(records.map(({ fieldVersions }) => textOf(fieldVersions))),
    arrays.instants(records.map(({ createdAt }) => createdAt)),
    arrays.uuids(records.map(({ createdBy }) => createdBy)),
    arrays.instants(records.map(({ updatedAt }) => updatedAt)),
    arrays.uuids(records.map(({ updatedBy }) => updatedBy)),
    arrays.instants(records.map(({ deletedAt }) => deletedAt)),
    arrays.uuids(places.map(({ projectId }) => projectId)),
    arrays.uuids(places.map(({ subjectId }) => subjectId)),
  ];
}

function receiptArrays(arrays: BinaryArrays, jobs: readonly Job[]): Buffer[] {
  const outcomes = jobs.map(({ outcome }) => outcome);
  const committed = outcomes.map((outcome) => (outcome?.kind === 'committed' ? outcome : undefined));
  return [
    arrays.uuids(jobs.map(({ command }) => command.id)),
    arrays.integers(committed.map((outcome) => outcome?.firstPosition)),
    arrays.integers(committed.map((outcome) => outcome?.lastPosition)),
    arrays.integers(committed.map((outcome) => outcome?.version)),
    arrays.jsons(outcomes.map((outcome) => (outcome?.kind === 'refused' ? textOf(outcome.refusal) : null))),
  ];
}

function keyArrays(arrays: BinaryArrays, { keys, counters }: CommandChanges): Buffer[] {
  const held = [...keys].filter(([, holder]) => holder !== null);
  const released = [...keys].filter(([, holder]) => holder === null);
  return [
    arrays.texts(released.map(([key]) => key)),
    arrays.texts(held.map(([key]) => key)),
    arrays.uuids(held.map(([, holder]) => holder)),
    arrays.texts([...counters.keys()]),
    arrays.integers([...counters.values()]),
  ];
}

function textOf(value: object | undefined): string | undefined {
  return value && JSON.stringify(value);
}
