import type { JsonObject, RecordId, RecordState, TenantId } from '@atrium/protocol';
import type { Tx } from '../database/tx.ts';
import { isPersonalPlaceholder, type PersonalValues } from '../log/personal-values.ts';

/**
 * Puts personal values in the place of their digests, from the events that wrote them: nowhere else are they kept.
 * One that was erased reads as unset.
 */
export async function revealPersonal(
  tx: Tx,
  tenantId: TenantId,
  states: ReadonlyMap<RecordId, RecordState>,
): Promise<Map<RecordId, RecordState>> {
  const hidden = [...states.values()].flatMap((state) =>
    hiddenFields(state).map((field) => ({ id: state.id, field, version: state.fieldVersions[field] ?? 0 })),
  );
  if (hidden.length === 0) return new Map(states);
  const { rows } = await tx.query<{ record_id: RecordId; version: number; personal: PersonalValues | null }>(
    {
      name: 'personal_values',
      text: `SELECT e.record_id, e.version, e.personal FROM events e
        JOIN (SELECT DISTINCT * FROM unnest($2::uuid[], $3::int8[]) AS h(id, version)) h
          ON e.record_id = h.id AND e.version = h.version
        WHERE e.tenant_id = $1`,
    },
    [tenantId, hidden.map(({ id }) => id), hidden.map(({ version }) => version)],
  );
  const written = new Map(rows.map((row) => [`${row.record_id}:${row.version}`, row.personal]));
  return new Map(
    [...states].map(([id, state]) => [id, revealed(state, (version) => written.get(`${id}:${version}`))]),
  );
}

function hiddenFields({ fields }: RecordState): string[] {
  return Object.keys(fields).filter((field) => isPersonalPlaceholder(fields[field]));
}

function revealed(
  state: RecordState,
  writtenAt: (version: number) => PersonalValues | null | undefined,
): RecordState {
  const hidden = hiddenFields(state);
  if (hidden.length === 0) return state;
  const fields: JsonObject = { ...state.fields };
  for (const field of hidden) {
    const salted = writtenAt(state.fieldVersions[field] ?? 0)?.set?.[field];
    if (salted) fields[field] = salted.value;
    else delete fields[field];
  }
  return { ...state, fields };
}
