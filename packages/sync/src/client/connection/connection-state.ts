export const CONNECTION_STATES = [
  'idle',
  'connecting',
  'greeting',
  'live',
  'waiting',
  'offline',
  'unauthenticated',
  'outdated',
  'forbidden',
  'closed',
] as const;

export type ConnectionState = (typeof CONNECTION_STATES)[number];

export type ConnectionEvent =
  | 'start'
  | 'opened'
  | 'welcomed'
  | 'lost'
  | 'retry'
  | 'wentOffline'
  | 'cameOnline'
  | 'signedOut'
  | 'outdated'
  | 'forbidden'
  | 'stop';

/**
 * Where every event leads from every state; the same state means that the event changes nothing there.
 * `outdated` has no way on but a reload, `unauthenticated` and `forbidden` wait for `start`.
 */
export const CONNECTION_TABLE: Record<ConnectionState, Record<ConnectionEvent, ConnectionState>> = {
  idle: stay('idle', { start: 'connecting', wentOffline: 'offline' }),
  connecting: stay('connecting', {
    opened: 'greeting',
    lost: 'waiting',
    wentOffline: 'offline',
    signedOut: 'unauthenticated',
    outdated: 'outdated',
    forbidden: 'forbidden',
  }),
  greeting: stay('greeting', {
    welcomed: 'live',
    lost: 'waiting',
    wentOffline: 'offline',
    signedOut: 'unauthenticated',
    outdated: 'outdated',
    forbidden: 'forbidden',
  }),
  live: stay('live', {
    lost: 'waiting',
    wentOffline: 'offline',
    signedOut: 'unauthenticated',
    outdated: 'outdated',
    forbidden: 'forbidden',
  }),
  waiting: stay('waiting', {
    start: 'connecting',
    retry: 'connecting',
    cameOnline: 'connecting',
    wentOffline: 'offline',
    signedOut: 'unauthenticated',
  }),
  offline: stay('offline', { cameOnline: 'connecting', signedOut: 'unauthenticated' }),
  unauthenticated: stay('unauthenticated', { start: 'connecting' }),
  outdated: stay('outdated', {}),
  forbidden: stay('forbidden', { start: 'connecting' }),
  closed: {
    start: 'closed',
    opened: 'closed',
    welcomed: 'closed',
    lost: 'closed',
    retry: 'closed',
    wentOffline: 'closed',
    cameOnline: 'closed',
    signedOut: 'closed',
    outdated: 'closed',
    forbidden: 'closed',
    stop: 'closed',
  },
};

function stay(
  state: ConnectionState,
  moves: Partial<Record<ConnectionEvent, ConnectionState>>,
): Record<ConnectionEvent, ConnectionState> {
  return {
    start: state,
    opened: state,
    welcomed: state,
    lost: state,
    retry: state,
    wentOffline: state,
    cameOnline: state,
    signedOut: state,
    outdated: state,
    forbidden: state,
    stop: 'closed',
    ...moves,
  };
}

/** What a close code asks of the client; everything unknown is a lost connection. */
export function eventOfClose(code: number): ConnectionEvent {
  if (code === 4401) return 'signedOut';
  if (code === 4403) return 'forbidden';
  if (code === 4406) return 'outdated';
  return 'lost';
}

/** After these codes a quick retry would only repeat the failure. */
export function wantsLongWait(code: number): boolean {
  return code === 4400 || code === 4409 || code === 4413 || code === 4429 || code === 4508;
}
