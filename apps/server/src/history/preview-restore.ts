import type { Engine, Tx } from '@atrium/engine';
import { type Member, type Preview, restoreDeleted, restoreVersion } from '@atrium/model';
import { newId, type RecordState } from '@atrium/protocol';
import type { HistoryPreview } from '@atrium/protocol/api';
import type { TenantAccess } from '../api/api-context.ts';
import { changesBetween, fieldChanges } from './field-changes.ts';
import { idsIn, KnownNames } from './known-names.ts';

export interface RestoreAsked {
  readonly version?: number | undefined;
  readonly fields?: readonly string[] | undefined;
  readonly along?: readonly string[] | undefined;
}

/** Decides the restore without doing it. */
export function foreseeRestore(
  { engine, tenantId, actor }: TenantAccess & { readonly engine: Engine },
  record: RecordState,
  { version, fields, along }: RestoreAsked,
): Promise<Preview> {
  const draft =
    version === undefined
      ? restoreDeleted(record, { along: [...(along ?? [])] })
      : restoreVersion(record, { version, ...(fields && { fields: [...fields] }) });
  return engine.foresee(tenantId, actor, { ...draft, id: newId(), issuedAt: new Date().toISOString() });
}

export async function describePreview(
  tx: Tx,
  member: Member,
  { record, preview }: { readonly record: RecordState; readonly preview: Preview },
): Promise<HistoryPreview> {
  if (!preview.ok) {
    const { code, message, details } = preview.refusal;
    const refusal = { code, message, ...(details && { details }) };
    return { refusal, records: [], left: [], names: {} };
  }
  const known = new KnownNames(tx, member);
  const states = preview.records.flatMap(({ before, after }) => (before ? [before, after] : [after]));
  await known.load([
    record.id,
    ...states.flatMap(({ id, fields }) => [id, ...idsIn(fields)]),
    ...idsIn(preview.left),
  ]);
  const values = known.valuesOf(record);
  return {
    refusal: null,
    records: preview.records.map(({ before, after, change }) => ({
      recordId: after.id,
      recordType: after.type,
      title: known.titleOf(after),
      change,
      fields: changesBetween(before, after, known.valuesOf(after)),
    })),
    left: fieldChanges({ recordType: record.type, old: {}, new: preview.left }, values).map(
      ({ oldText: _text, old: _old, ...change }) => change,
    ),
    names: known.all(),
  };
}
