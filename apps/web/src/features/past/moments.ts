import type { Pulse } from '@atrium/protocol/api';

export const DAY_MS = 86_400_000;

/** When something changed before a time, as far as the pulse tells; the beginning before all changes. */
export function momentBefore({ parts, from }: Pulse, at: number): number {
  for (const { first, last } of parts.toReversed()) {
    if (Date.parse(last) < at) return Date.parse(last);
    if (Date.parse(first) < at) return Date.parse(first);
  }
  return Date.parse(from);
}

/** When something changes after a time; the end after all changes. */
export function momentAfter({ parts, to }: Pulse, at: number): number {
  for (const { first, last } of parts) {
    if (Date.parse(first) > at) return Date.parse(first);
    if (Date.parse(last) > at) return Date.parse(last);
  }
  return Date.parse(to);
}

/** The same time of another day, within the pulse. */
export function dayAway({ from, to }: Pulse, at: number, days: number): number {
  return Math.min(Date.parse(to), Math.max(Date.parse(from), at + days * DAY_MS));
}

/** Heights from 0 to 1 of marks over the whole time; many changes do not dwarf the few. */
export function markHeights({ parts }: Pulse): { readonly part: number; readonly height: number }[] {
  const most = Math.max(1, ...parts.map(({ changes }) => changes));
  return parts.map(({ part, changes }) => ({
    part,
    height: Math.max(0.15, Math.log1p(changes) / Math.log1p(most)),
  }));
}
