import { isDay } from '@atrium/model';
import { isInstant } from '@atrium/protocol';
import { refusedWith } from '../api/api-context.ts';

/** An instant, or a day in UTC: as a start its first millisecond, as an end its last. Throws a refusal. */
export function momentOf(text: string, edge: 'start' | 'end'): string {
  if (isDay(text)) return `${text}T${edge === 'start' ? '00:00:00.000' : '23:59:59.999'}Z`;
  const time = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN;
  const instant = Number.isNaN(time) ? '' : new Date(time).toISOString();
  if (isInstant(instant) && !instant.startsWith('0000')) return instant;
  throw refusedWith('INVALID_INPUT', `"${text}" is no time. Write 2026-01-31 or 2026-01-31T09:00:00Z.`);
}

/** A position of the log, or a time. Throws a refusal. */
export function pastMoment(text: string): { readonly position: number } | { readonly time: string } {
  return /^\d{1,15}$/.test(text) ? { position: Number(text) } : { time: momentOf(text, 'end') };
}
