import type { RecordState } from '@atrium/protocol';
import { LINK_NAMES } from '../detail/dependency-groups.ts';
import { TimelineRow } from './change-row.tsx';
import { ItemName } from './change-words.tsx';
import type { LinkChange } from './link-changes.ts';

const VERBS = { created: 'linked it', deleted: 'removed a link', restored: 'brought back a link' };

/** A link to another item that someone made or removed. */
export function LinkRow({ change, project }: { change: LinkChange; project: RecordState }) {
  const { link } = change;
  return (
    <TimelineRow personId={change.personId} at={change.at} via={change.via}>
      {VERBS[change.change]}
      {link && (
        <>
          : {LINK_NAMES[link.kind].toLowerCase()} <ItemName id={link.other} project={project} />
        </>
      )}
    </TimelineRow>
  );
}
