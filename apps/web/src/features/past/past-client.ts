import { newId } from '@atrium/protocol';
import type { Client, Observable, PastRecords, PastStatus, ScopeStatus, Sent } from '@atrium/sync/client';
import { notifyProblem } from '../../design/toast.tsx';

const NOBODY = constant<readonly never[]>([]);
const NOTHING_TO_UNDO = constant({ undo: 0, redo: 0 });
const READY = constant<ScopeStatus>({ kind: 'ready' });

/**
 * The past behind the interface of the present, so that the same screens show it. Nothing can be changed in it, nobody
 * is seen there, and whoever looks at it is not seen either.
 */
export function createPastClient(present: Client, past: PastRecords): Client {
  const inPast = {
    get: () => scopeStatus(past.status.get()),
    subscribe: past.status.subscribe.bind(past.status),
  };
  const statusOf = memoized(inPast);
  return {
    ready: Promise.resolve(),
    store: past.store,
    status: present.status,
    attention: present.attention,
    presence: { set: () => undefined, of: () => NOBODY },
    undoDepth: NOTHING_TO_UNDO,
    push: present.push,
    send: refuse,
    subscribe: (scope) =>
      scope.startsWith('project:') || scope.startsWith('record:')
        ? { scope, status: statusOf, release: past.want(scope) }
        : { scope, status: READY, release: () => undefined },
    undo: () => undefined,
    redo: () => undefined,
    receipt: () => undefined,
    queue: () => [],
    exportQueue: () => present.exportQueue(),
    onEvent: () => () => undefined,
    setOnline: () => undefined,
    reconnect: () => undefined,
    setFrozen: () => undefined,
    close: async () => undefined,
    destroy: async () => undefined,
  };
}

/** Screens do not offer changes in the past; a key may still ask for one. */
const refuse: Client['send'] = (draft): Sent => {
  const message = 'This is how it was. Go back to now to change it.';
  notifyProblem(message);
  const refusal = { code: 'FORBIDDEN', message } as const;
  const command = { ...draft, id: newId(), issuedAt: new Date().toISOString() };
  const state = constant({ step: 'refused', refusal } as const);
  return { command, receipt: { state, done: Promise.resolve({ kind: 'refused', refusal }) } };
};

function scopeStatus(status: PastStatus): ScopeStatus {
  if (status.kind === 'ready' || status.kind === 'loading') return { kind: status.kind };
  return status.kind === 'gone' ? { kind: 'withdrawn', reason: 'not_found' } : { kind: 'stale' };
}

/** The same object while it means the same, as whoever compares with what was before needs it. */
function memoized(status: Observable<ScopeStatus>): Observable<ScopeStatus> {
  let last = status.get();
  return {
    get: () => {
      const now = status.get();
      if (now.kind !== last.kind) last = now;
      return last;
    },
    subscribe: (listener) => status.subscribe(listener),
  };
}

function constant<T>(value: T): Observable<T> {
  return { get: () => value, subscribe: () => () => undefined };
}
