import type { TimelineEntry } from '@atrium/protocol/api';

interface Page {
  readonly entries: TimelineEntry[];
  readonly names: Record<string, string>;
  readonly cursor: string | null;
}

interface Pages {
  pages: Page[];
  pageParams: unknown[];
}

/** What is held with what came since on top. When more came than one page tells of, only the newest page stays. */
export function withNewer<T extends Pages>(held: T, newest: Page): T {
  const [first] = held.pages;
  if (!first) return held;
  const known = first.entries[0]?.position ?? 0;
  const came = newest.entries.filter(({ position }) => position > known);
  if (came.length === 0) return held;
  const gap = came.length === newest.entries.length && newest.cursor !== null;
  if (gap) return { ...held, pages: [newest], pageParams: [undefined] };
  const top = {
    ...first,
    entries: [...came, ...first.entries],
    names: { ...first.names, ...newest.names },
  };
  return { ...held, pages: [top, ...held.pages.slice(1)] };
}
