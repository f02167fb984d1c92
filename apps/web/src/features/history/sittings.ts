import type { TimelineEntry } from '@atrium/protocol/api';

/** What somebody did in one go, or what one import or bulk change did. */
export interface Sitting {
  readonly id: string;
  readonly cause: TimelineEntry['cause'];
  /** Whoever did all of it; undefined when an import tells of several people. */
  readonly personId: string | undefined;
  readonly entries: readonly TimelineEntry[];
}

/** What stands under one day. */
export interface HistoryDay {
  readonly id: string;
  readonly time: number;
  readonly sittings: readonly Sitting[];
}

const PAUSE_MS = 10 * 60_000;

/** Entries, newest first, by the day on which they happened and by what belongs together. */
export function historyDays(entries: readonly TimelineEntry[]): HistoryDay[] {
  const days: { day: string; entries: TimelineEntry[] }[] = [];
  for (const entry of entries) {
    const day = new Date(entry.at).toDateString();
    const last = days.at(-1);
    if (last?.day === day) last.entries.push(entry);
    else days.push({ day, entries: [entry] });
  }
  return days.map((day) => ({
    // By its oldest entry, which stays while newer ones come.
    id: String(day.entries.at(-1)?.position),
    time: Date.parse(day.entries[0]?.at ?? ''),
    sittings: sittingsOf(day.entries),
  }));
}

function sittingsOf(entries: readonly TimelineEntry[]): Sitting[] {
  const groups: TimelineEntry[][] = [];
  for (const entry of entries) {
    const group = groups.at(-1);
    const last = group?.at(-1);
    if (group && last && belongs(last, entry)) group.push(entry);
    else groups.push([entry]);
  }
  return groups.map((group) => {
    const [first] = group;
    const alone = group.every(({ personId }) => personId === first?.personId);
    return {
      id: String(group.at(-1)?.position),
      cause: first?.cause ?? null,
      personId: alone ? first?.personId : undefined,
      entries: group,
    };
  });
}

function belongs(later: TimelineEntry, earlier: TimelineEntry): boolean {
  if (later.via !== earlier.via || later.cause?.id !== earlier.cause?.id) return false;
  if (later.cause) return true;
  const pause = Math.abs(Date.parse(later.at) - Date.parse(earlier.at));
  return later.personId === earlier.personId && pause <= PAUSE_MS;
}
