import type { OutboxEntry } from './outbox-entry.ts';

/** The log has the last word, then what was refused; the others come and go. */
const WEIGHT = { waiting: 0, held: 0, refused: 1, committed: 2 } as const;

/**
 * What a row becomes when someone writes it who knew it as `wanted.revision - 1`. Two may write at once: a tab
 * that asks for something, or one that does not know yet that it may no longer send.
 * @returns undefined: it was settled and taken out meanwhile, and stays out
 */
export function settleRow(
  stored: OutboxEntry | undefined,
  wanted: OutboxEntry,
  isNew: boolean,
): OutboxEntry | undefined {
  if (!stored) return isNew ? wanted : undefined;
  if (stored.revision < wanted.revision) return wanted;
  // Written since: whoever is further is right, and a wish that nobody has answered stays.
  const revision = stored.revision + 1;
  const own = new Set([...(stored.command.ownVersions ?? []), ...(wanted.command.ownVersions ?? [])]);
  const further = isFurther(wanted, stored) ? wanted : stored;
  const command = own.size > 0 ? { ...further.command, ownVersions: [...own] } : further.command;
  const wish = stored.wish ?? wanted.wish;
  return { ...further, command, revision, ...(wish && { wish }) };
}

/** Whether a copy that comes from elsewhere says more than the one that is here. */
export function isNewer(theirs: OutboxEntry, mine: OutboxEntry): boolean {
  if (theirs.revision !== mine.revision) return theirs.revision > mine.revision;
  return isFurther(theirs, mine);
}

function isFurther(a: OutboxEntry, b: OutboxEntry): boolean {
  return WEIGHT[a.state.kind] > WEIGHT[b.state.kind];
}
