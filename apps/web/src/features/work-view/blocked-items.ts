import type { RecordId, RecordState } from '@atrium/protocol';

/** Items that wait for another one which is there and not done, with those they wait for. */
export function blockedItems(
  dependencies: readonly RecordState[],
  read: (id: RecordId) => RecordState | undefined,
): ReadonlyMap<RecordId, readonly RecordId[]> {
  const blocked = new Map<RecordId, RecordId[]>();
  for (const { fields } of dependencies) {
    const { kind, from, to } = fields;
    if (kind !== 'blocks' || typeof from !== 'string' || typeof to !== 'string') continue;
    const blocker = read(from);
    if (!blocker || blocker.deletedAt !== null || blocker.fields.completedAt !== undefined) continue;
    const known = blocked.get(to);
    if (known) known.push(from);
    else blocked.set(to, [from]);
  }
  return blocked;
}
