import type { RecordId, RecordState } from '@atrium/protocol';

/** Who stands for a person's record: the member who claimed it, or the record itself. */
export function standingFor(
  record: RecordState,
  find: (id: RecordId) => RecordState | undefined,
): RecordState {
  const { claimedBy } = record.fields;
  const claimant = typeof claimedBy === 'string' ? find(claimedBy) : undefined;
  return claimant?.type === 'person' ? claimant : record;
}

/** Those behind these ids, each once. */
export function peopleAt<P extends { readonly id: RecordId }>(
  ids: readonly RecordId[],
  people: ReadonlyMap<RecordId, P>,
): P[] {
  const found = new Map<RecordId, P>();
  for (const id of ids) {
    const person = people.get(id);
    if (person) found.set(person.id, person);
  }
  return [...found.values()];
}
