import type { Refusal } from '@atrium/protocol';

/** One sentence for changes that were refused together: why, and that they are kept. */
export function refusedWords(refusals: readonly Refusal[]): string {
  const [only] = refusals;
  const met = refusals.every(({ code }) => code === 'CONFLICT');
  if (only && refusals.length === 1) {
    return met
      ? 'A change of yours met a change of others. It is kept.'
      : `${only.message} Your change is kept.`;
  }
  return met
    ? `${refusals.length} changes of yours met changes of others. They are kept.`
    : `${refusals.length} changes of yours could not be saved. They are kept.`;
}
