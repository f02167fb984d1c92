import { newId } from '@atrium/protocol';
import {
  Cell,
  type Client,
  type Observable,
  type PastRecords,
  type PastStatus,
  type ScopeStatus,
  type Sent,
} from '@atrium/sync/client';
import { notifyProblem } from '../../design/toast.tsx';

const NOBODY = new Cell<readonly never[]>([]);
const NOTHING_TO_UNDO = new Cell({ undo: 0, redo: 0 });
const READY = new Cell<ScopeStatus>({ kind: 'ready' });

const STATUS: { readonly [Kind in PastStatus['kind']]: ScopeStatus } = {
  loading: { kind: 'loading' },
  ready: { kind: 'ready' },
  gone: { kind: 'withdrawn', reason: 'not_found' },
  signedOut: { kind: 'stale' },
  failed: { kind: 'stale' },
};

/**
 * The past behind the interface of the present, so that the same screens show it. Nothing can be changed in it, nobody
 * is seen there, and whoever looks at it is not seen either.
 */
export function createPastClient(present: Client, past: PastRecords): Client {
  const status: Observable<ScopeStatus> = {
    get: () => STATUS[past.status.get().kind],
    subscribe: (listener) => past.status.subscribe(listener),
  };
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
        ? { scope, status, release: past.want(scope) }
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
  const state = new Cell({ step: 'refused', refusal } as const);
  return { command, receipt: { state, done: Promise.resolve({ kind: 'refused', refusal }) } };
};
