import type { TimelineEntry } from '@atrium/protocol/api';
import type { Way } from './history-search.ts';

/** Through what something was done. */
export const WAY_NAMES: Record<Way, string> = {
  web: 'The app',
  api: 'The API',
  cli: 'The command line',
  import: 'An import',
  automation: 'An automation',
  system: 'Atrium itself',
};

const dayWords = new Intl.DateTimeFormat(undefined, {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
export const timeWords = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });

export function dayName(time: number, now = Date.now()): string {
  const day = (instant: number) => new Date(instant).toDateString();
  if (day(time) === day(now)) return 'Today';
  if (day(time) === day(now - 86_400_000)) return 'Yesterday';
  return dayWords.format(time);
}

/** How something came about other than by somebody at a screen. */
export function wayWords({ via, cause, source }: Pick<TimelineEntry, 'via' | 'cause' | 'source'>) {
  if (cause && cause.kind !== 'other') return cause.name;
  if (source) return `From ${source}`;
  return via === 'web' ? undefined : (WAY_NAMES[via as Way] ?? via);
}

/** What happened to a record, as one word or two. */
export function changeWords({ change, reverted, fields }: TimelineEntry): string {
  if (change !== 'changed') return reverted && change === 'created' ? 'created again' : change;
  if (reverted) return 'put back';
  return fields.length === 0 ? 'updated' : 'changed';
}
