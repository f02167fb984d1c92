import type { FieldConflict } from '@atrium/protocol';
import { RelativeTime } from '../../design/relative-time.tsx';
import { usePerson } from '../../workspace/use-people.ts';
import { WAYS } from '../item/activity/change-row.tsx';

/** Who made theirs, when and through what. */
export function ConflictBy({ by }: { by: FieldConflict['by'] }) {
  const { name } = usePerson(by?.personId);
  if (!by) return null;
  const way = by.via && WAYS[by.via];
  return (
    <>
      {name}, <RelativeTime at={by.at} />
      {way && ` ${way}`}
    </>
  );
}
