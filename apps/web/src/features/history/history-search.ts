import { toDay } from '../../design/calendar-days.ts';

const WAYS = ['web', 'api', 'cli', 'import', 'automation', 'system'] as const;
export type Way = (typeof WAYS)[number];

/** What a history keeps in its URL: what it is narrowed to, and what is laid open. */
export interface HistorySearch {
  person?: string;
  via?: Way;
  field?: string;
  /** Days as the calendar has them: `2026-11-20`. */
  from?: string;
  to?: string;
  /** One import, one bulk change. */
  cause?: string;
  show?: 'deleted';
  /** One version of the record. */
  version?: number;
  /** Two versions of the record side by side: `3-7`. */
  compare?: string;
}

export function historySearch(search: Record<string, unknown>): HistorySearch {
  // Named even when refused: what is not named here would pass through unchecked.
  return {
    person: textOf(search.person),
    via: WAYS.find((way) => way === search.via),
    field: textOf(search.field),
    from: dayOf(search.from),
    to: dayOf(search.to),
    cause: textOf(search.cause),
    show: search.show === 'deleted' ? 'deleted' : undefined,
    version:
      Number.isInteger(search.version) && Number(search.version) > 0 ? Number(search.version) : undefined,
    compare: versionsOf(search.compare) && textOf(search.compare),
  };
}

/** The two versions of `3-7`, the older one first. */
export function versionsOf(compare: unknown): { from: number; to: number } | undefined {
  const [, one, other] = /^([1-9]\d{0,8})-([1-9]\d{0,8})$/.exec(String(compare ?? '')) ?? [];
  if (one === undefined || other === undefined || one === other) return undefined;
  return { from: Math.min(+one, +other), to: Math.max(+one, +other) };
}

/** As the API takes it: days of where one is become instants. */
export function timelineQuery({ person, via, field, from, to, cause }: HistorySearch) {
  return {
    ...(person !== undefined && { person }),
    ...(via !== undefined && { via }),
    ...(field !== undefined && { field }),
    ...(cause !== undefined && { cause }),
    ...(from !== undefined && { from: new Date(`${from}T00:00:00`).toISOString() }),
    ...(to !== undefined && { to: new Date(`${to}T23:59:59.999`).toISOString() }),
  };
}

export type TimelineQuery = ReturnType<typeof timelineQuery>;

/** A link that keeps everything on the page in a file: the same filters, all pages. */
export function exportHref(path: string, workspace: string, query: TimelineQuery & { children?: boolean }) {
  const said = Object.entries({ workspace, ...query }).map(([name, value]) => [name, String(value)]);
  return `/api/v1${path}?${new URLSearchParams(said)}`;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined;
}

function dayOf(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  const day = new Date(`${value}T00:00:00`);
  return !Number.isNaN(day.getTime()) && toDay(day) === value ? value : undefined;
}
