import { DEPENDENCY_KINDS } from '@atrium/model';
import type { RecordChange, RecordId } from '@atrium/protocol';
import { type LinkKind, linkKindFrom } from '../detail/dependency-groups.ts';
import type { TimelineEvent } from './change-groups.ts';

/** A link to another item that came, went or came back. */
export interface LinkChange {
  readonly id: string;
  readonly personId: RecordId;
  readonly via: string;
  readonly at: string;
  readonly change: Exclude<RecordChange, 'changed'>;
  /** What the link says of this item; absent where that is not known any more. */
  readonly link: { readonly kind: LinkKind; readonly other: RecordId } | undefined;
}

/**
 * What became of an item's links. Of one that went only its beginning says what it was.
 * @param events of dependencies, oldest first
 */
export function linkChanges(events: readonly TimelineEvent[], itemId: RecordId): LinkChange[] {
  const known = new Map<RecordId, LinkChange['link']>();
  return events.flatMap(({ id, recordId, change, patch, actor, at, origin }) => {
    if (change === 'changed') return [];
    if (change === 'created') known.set(recordId, linkOf(patch.set, itemId));
    const by = { personId: origin?.personId ?? actor.personId, via: actor.via, at: origin?.at ?? at };
    return [{ id, ...by, change, link: known.get(recordId) }];
  });
}

function linkOf({ from, to, kind }: TimelineEvent['patch']['set'], itemId: RecordId): LinkChange['link'] {
  const named = DEPENDENCY_KINDS.find((name) => name === kind);
  if (!named || typeof from !== 'string' || typeof to !== 'string') return undefined;
  return { kind: linkKindFrom(named, from === itemId), other: from === itemId ? to : from };
}
