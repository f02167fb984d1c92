import type { RecordEvent, RecordId } from '@atrium/protocol';
import { Cell } from '../observable.ts';
import type { Timer } from '../ports.ts';

/** `stale`: shown as of the last time we were connected. */
export type ScopeStatus =
  | { readonly kind: 'loading' | 'ready' | 'stale' }
  | { readonly kind: 'withdrawn'; readonly reason: string };

export type ScopePhase = 'empty' | 'loading' | 'held' | 'resuming' | 'live' | 'withdrawn';

export interface ScopeEntry {
  readonly scope: string;
  refs: number;
  phase: ScopePhase;
  /** 0: nothing of it is held. */
  position: number;
  readonly status: Cell<ScopeStatus>;
  /** Records told of while a fresh view was on its way, and at which position last: the view may be older. */
  readonly told: Map<RecordId, number>;
  loading: AbortController | undefined;
  attempts: number;
  timer: Timer | undefined;
}

/** In these, what a scope shows may be older than what another one has just told. */
export const STALE_PHASES: readonly ScopePhase[] = ['held', 'resuming', 'loading'];

export function createScopeEntry(scope: string): ScopeEntry {
  const status = new Cell<ScopeStatus>({ kind: 'loading' });
  const fresh = { refs: 0, phase: 'empty' as const, position: 0, attempts: 0 };
  return { scope, ...fresh, status, told: new Map(), loading: undefined, timer: undefined };
}

/** A withdrawn scope has been told why already. */
export function tellStatus(entry: ScopeEntry): void {
  if (entry.phase === 'withdrawn') return;
  const kind = entry.phase === 'live' ? 'ready' : entry.position > 0 ? 'stale' : 'loading';
  if (entry.status.get().kind !== kind) entry.status.set({ kind });
}

/** Events that reach records while a fresh view of their scope is on its way. */
export function noteTold(entries: Iterable<ScopeEntry>, events: readonly RecordEvent[]): void {
  for (const { phase, told } of entries) {
    if (phase !== 'loading') continue;
    for (const { recordId, position } of events) told.set(recordId, position);
  }
}
