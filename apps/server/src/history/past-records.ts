import { type LoggedEvent, readRecordAt, readStates, readVersions, type Tx } from '@atrium/engine';
import type { Member } from '@atrium/model';
import type { RecordState, TenantId } from '@atrium/protocol';
import { refusedWith } from '../api/api-context.ts';
import { nameOfPerson } from './describe-events.ts';
import { changesBetween } from './field-changes.ts';
import { idsIn, KnownNames } from './known-names.ts';
import { momentOf } from './moments.ts';

/** A record that the member may read, and the view in which its past is read. */
export interface PastOf {
  readonly tx: Tx;
  readonly member: Member;
  readonly tenantId: TenantId;
  readonly record: RecordState;
}

export async function recordAt(
  { tx, member, tenantId, record }: PastOf,
  asked: { readonly version?: number | undefined; readonly time?: string | undefined },
) {
  const { version, time } = asked;
  if ((version === undefined) === (time === undefined))
    throw refusedWith('INVALID_INPUT', 'Say either which version or which time.');
  if (version !== undefined && version > record.version) throw noSuchVersion();
  const at = version === undefined ? { time: momentOf(time ?? '', 'end') } : { version };
  const past = await readRecordAt(tx, { tenantId, recordId: record.id, at });
  const event = past && (await readVersions(tx, record.id, [past.version])).get(past.version);
  if (!past || !event) throw noSuchVersion();
  const known = new KnownNames(tx, member);
  await known.load([past.createdBy, past.updatedBy, ...idsIn(past.fields)]);
  return {
    record: { ...past },
    position: event.position,
    at: event.at,
    latestVersion: record.version,
    names: known.all(),
  };
}

export async function compareVersions(
  { tx, member, tenantId, record }: PastOf,
  { from, to }: { readonly from: number; readonly to: number },
) {
  const known = new KnownNames(tx, member);
  const events = await readVersions(tx, record.id, [from, to]);
  const [older, newer] = [events.get(from), events.get(to)];
  const read = async (version: number) =>
    (await readStates(tx, tenantId, [{ id: record.id, version }])).get(record.id);
  const [before, after] = [await read(from), await read(to)];
  if (!older || !newer || !before || !after) throw noSuchVersion();
  const people = [older, newer].map(personOf);
  await known.load([record.id, ...people, ...idsIn(before.fields), ...idsIn(after.fields)]);
  return {
    from: versionOf(older, before, known),
    to: versionOf(newer, after, known),
    fields: changesBetween(before, after, known.valuesOf(record)),
    names: known.all(),
  };
}

function versionOf(event: LoggedEvent, state: RecordState, known: KnownNames) {
  const personId = personOf(event);
  return {
    version: event.version,
    at: event.origin?.at ?? event.at,
    personId,
    personName: nameOfPerson(personId, known),
    deleted: state.deletedAt !== null,
  };
}

function personOf({ origin, actor }: LoggedEvent): string {
  return origin?.personId ?? actor.personId;
}

function noSuchVersion() {
  return refusedWith('NOT_FOUND', 'The record did not exist then, or has no such version.');
}
