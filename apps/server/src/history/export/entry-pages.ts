import { type Engine, MAX_PAGE, type TimelineFilter, timeline } from '@atrium/engine';
import type { TimelineEntry } from '@atrium/protocol/api';
import type { TenantAccess } from '../../api/api-context.ts';
import { asReader } from '../../api/as-reader.ts';
import { checked } from '../../api/checked.ts';
import { describeEvents } from '../describe-events.ts';

export interface ExportSource extends TenantAccess {
  readonly engine: Engine;
}

/** What an export came to, whatever its format. */
export interface Totals {
  readonly events: number;
  readonly changes: number;
}

/**
 * All that a filter lets through up to a position, newest first, page by page; each page with the rights that the
 * reader has when it is read. Between pages nothing is held open, however slow whoever takes them is.
 */
export async function* entryPages(
  source: ExportSource,
  filter: TimelineFilter,
  upTo: number,
): AsyncGenerator<TimelineEntry[], void, void> {
  let cursor: string | null = String(upTo + 1);
  while (cursor !== null) {
    const at: string = cursor;
    const page: { entries: TimelineEntry[]; next: string | null } = await asReader(
      source,
      async (tx, member) => {
        const found = checked(await timeline(tx, { member, filter, cursor: at, limit: MAX_PAGE }));
        const { entries } = await describeEvents(tx, member, found.events);
        return { entries, next: found.cursor };
      },
    );
    if (page.entries.length > 0) yield page.entries;
    cursor = page.next;
  }
}
