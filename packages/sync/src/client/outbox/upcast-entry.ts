import { ENTRY_FORMAT, type OutboxEntry } from './outbox-entry.ts';

type Step = (entry: { readonly [key: string]: unknown }) => { readonly [key: string]: unknown };

/** `steps[n]` turns format n into n + 1. A queue written by an older app replays through them. */
const STEPS: { readonly [format: number]: Step } = {};

/** The entry in today's shape; undefined when a newer app wrote it, which must not be guessed at. */
export function upcastEntry(
  stored: { readonly format: number },
  steps: { readonly [format: number]: Step } = STEPS,
  target: number = ENTRY_FORMAT,
): OutboxEntry | undefined {
  let entry: { readonly [key: string]: unknown } = { ...stored };
  for (let format = stored.format; format < target; format++) {
    const step = steps[format];
    if (!step) return undefined;
    entry = { ...step(entry), format: format + 1 };
  }
  return entry.format === target ? (entry as unknown as OutboxEntry) : undefined;
}
