import { DEPENDENCY_KINDS, type DependencyKind } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';

/** A dependency as one of its ends sees it. */
export type LinkKind = 'blocked_by' | 'blocks' | 'relates_to' | 'duplicates' | 'duplicated_by';

export const LINK_NAMES: Record<LinkKind, string> = {
  blocked_by: 'Blocked by',
  blocks: 'Blocks',
  relates_to: 'Relates to',
  duplicates: 'Duplicates',
  duplicated_by: 'Duplicated by',
};

export interface Link {
  readonly dependency: RecordState;
  readonly kind: LinkKind;
  /** The item at the other end. */
  readonly other: RecordId;
}

/** An item's dependencies by what they mean to it, in the order they are shown. */
export function groupLinks(itemId: RecordId, dependencies: readonly RecordState[]): [LinkKind, Link[]][] {
  const links = dependencies.flatMap((dependency) => linkOf(itemId, dependency) ?? []);
  const kinds = Object.keys(LINK_NAMES) as LinkKind[];
  return kinds
    .map((kind): [LinkKind, Link[]] => [kind, links.filter((link) => link.kind === kind)])
    .filter(([, members]) => members.length > 0);
}

function linkOf(itemId: RecordId, dependency: RecordState): Link | undefined {
  const { from, to } = dependency.fields;
  const kind = DEPENDENCY_KINDS.find((name) => name === dependency.fields.kind);
  if (!kind || typeof from !== 'string' || typeof to !== 'string') return undefined;
  if (from === itemId) return { dependency, kind, other: to };
  return { dependency, kind: linkKindFrom(kind, false), other: from };
}

/** What a dependency means to the item at one of its ends. */
export function linkKindFrom(kind: DependencyKind, isFrom: boolean): LinkKind {
  if (isFrom) return kind;
  if (kind === 'blocks') return 'blocked_by';
  return kind === 'duplicates' ? 'duplicated_by' : 'relates_to';
}

/** The ends of a new dependency, from what one says of an item. */
export function linkEnds(
  kind: LinkKind,
  itemId: RecordId,
  other: RecordId,
): { from: RecordId; to: RecordId; kind: DependencyKind } {
  if (kind === 'blocked_by') return { from: other, to: itemId, kind: 'blocks' };
  if (kind === 'duplicated_by') return { from: other, to: itemId, kind: 'duplicates' };
  return { from: itemId, to: other, kind };
}
