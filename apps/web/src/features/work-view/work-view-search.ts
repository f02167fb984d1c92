/** What every screen with a list behind it keeps in its URL. */
export interface PeekSearch {
  /** The key (`ATR-12`) or id of the record in the peek panel. */
  peek?: string;
}

export function peekSearch(search: Record<string, unknown>): PeekSearch {
  // Named even when refused: what is not named here would pass through unchecked.
  return { peek: textOf(search.peek) };
}

/** What a view of work items keeps in its URL beside the peek. */
export interface WorkViewSearch extends PeekSearch {
  /** In the filter language: `assignees has me and priority = high`. */
  filter?: string;
  group?: string;
  sort?: string;
  /** The instant at which it is looked at, instead of now. */
  at?: string;
}

export function workViewSearch(search: Record<string, unknown>): WorkViewSearch {
  return {
    peek: textOf(search.peek),
    filter: textOf(search.filter),
    group: textOf(search.group),
    sort: textOf(search.sort),
    at: instantOf(search.at),
  };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function instantOf(value: unknown): string | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}
