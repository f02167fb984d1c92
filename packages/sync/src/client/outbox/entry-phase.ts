import type { OutboxEntry } from './outbox-entry.ts';

/** Where a command stands; `sending` is known to its sender alone, all else is stored. */
export const PHASES = ['waiting', 'sending', 'committed', 'refused', 'held', 'gone'] as const;

export type Phase = (typeof PHASES)[number];

/**
 * - `sent`, `lost`: it went out, and what it went over broke before the answer
 * - `acked`, `refused`: the answer; `later`: an answer that asks to try again
 * - `withheld`, `released`: something it builds on was refused, or settled
 * - `superseded`, `dropped`: a person decided
 * - `shown`: its effects are among the confirmed records
 */
export const PHASE_EVENTS = [
  'sent',
  'lost',
  'acked',
  'refused',
  'later',
  'withheld',
  'released',
  'superseded',
  'dropped',
  'shown',
] as const;

export type PhaseEvent = (typeof PHASE_EVENTS)[number];

/** Where every event leads from every phase; the same phase means that it changes nothing, or comes too late. */
export const PHASE_TABLE: Record<Phase, Record<PhaseEvent, Phase>> = {
  waiting: {
    sent: 'sending',
    lost: 'waiting',
    // Sent by a tab that had the right to send before, or twice on overlapping connections.
    acked: 'committed',
    refused: 'refused',
    later: 'waiting',
    withheld: 'held',
    released: 'waiting',
    superseded: 'waiting',
    dropped: 'gone',
    shown: 'waiting',
  },
  sending: {
    sent: 'sending',
    lost: 'waiting',
    acked: 'committed',
    refused: 'refused',
    later: 'waiting',
    withheld: 'sending',
    released: 'sending',
    superseded: 'sending',
    dropped: 'sending',
    shown: 'sending',
  },
  committed: {
    sent: 'committed',
    lost: 'committed',
    acked: 'committed',
    refused: 'committed',
    later: 'committed',
    withheld: 'committed',
    released: 'committed',
    superseded: 'committed',
    dropped: 'committed',
    shown: 'gone',
  },
  refused: {
    sent: 'refused',
    lost: 'refused',
    // Blamed for a broken connection, and done all the same.
    acked: 'committed',
    refused: 'refused',
    later: 'refused',
    withheld: 'refused',
    released: 'refused',
    superseded: 'gone',
    dropped: 'gone',
    shown: 'refused',
  },
  held: {
    sent: 'held',
    lost: 'held',
    acked: 'committed',
    refused: 'refused',
    later: 'held',
    withheld: 'held',
    released: 'waiting',
    superseded: 'gone',
    dropped: 'gone',
    shown: 'held',
  },
  gone: {
    sent: 'gone',
    lost: 'gone',
    acked: 'gone',
    refused: 'gone',
    later: 'gone',
    withheld: 'gone',
    released: 'gone',
    superseded: 'gone',
    dropped: 'gone',
    shown: 'gone',
  },
};

export function phaseOf({ state }: OutboxEntry, inFlight: boolean): Phase {
  return state.kind === 'waiting' && inFlight ? 'sending' : state.kind;
}
