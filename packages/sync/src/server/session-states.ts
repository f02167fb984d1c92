export type SessionState = 'awaitingHello' | 'greeting' | 'live' | 'draining' | 'closed';

export type SessionEvent =
  | 'hello'
  | 'welcomed'
  | 'command'
  | 'subscribe'
  | 'unsubscribe'
  | 'presence'
  | 'ping'
  | 'pong'
  | 'goAway'
  | 'end';

/** `fault`: the frame comes out of order, the connection ends with 4400. */
export type Reaction = 'handle' | 'ignore' | 'fault';

export interface Step {
  readonly next: SessionState;
  readonly reaction: Reaction;
}

const handle = (next: SessionState): Step => ({ next, reaction: 'handle' });
const ignore = (next: SessionState): Step => ({ next, reaction: 'ignore' });
const fault: Step = { next: 'closed', reaction: 'fault' };

/** Every state against every event: the compiler refuses a hole. */
export const SESSION_STEPS: Record<SessionState, Record<SessionEvent, Step>> = {
  awaitingHello: {
    hello: handle('greeting'),
    welcomed: ignore('awaitingHello'),
    command: fault,
    subscribe: fault,
    unsubscribe: fault,
    presence: fault,
    ping: handle('awaitingHello'),
    pong: handle('awaitingHello'),
    goAway: handle('draining'),
    end: handle('closed'),
  },
  greeting: {
    hello: fault,
    welcomed: handle('live'),
    command: fault,
    subscribe: fault,
    unsubscribe: fault,
    presence: fault,
    ping: handle('greeting'),
    pong: handle('greeting'),
    goAway: handle('draining'),
    end: handle('closed'),
  },
  live: {
    hello: fault,
    welcomed: ignore('live'),
    command: handle('live'),
    subscribe: handle('live'),
    unsubscribe: handle('live'),
    presence: handle('live'),
    ping: handle('live'),
    pong: handle('live'),
    goAway: handle('draining'),
    end: handle('closed'),
  },
  // What is in flight is still answered; what comes now is sent again by the client on its next connection.
  draining: {
    hello: ignore('draining'),
    welcomed: ignore('draining'),
    command: ignore('draining'),
    subscribe: ignore('draining'),
    unsubscribe: handle('draining'),
    presence: ignore('draining'),
    ping: handle('draining'),
    pong: handle('draining'),
    goAway: ignore('draining'),
    end: handle('closed'),
  },
  closed: {
    hello: ignore('closed'),
    welcomed: ignore('closed'),
    command: ignore('closed'),
    subscribe: ignore('closed'),
    unsubscribe: ignore('closed'),
    presence: ignore('closed'),
    ping: ignore('closed'),
    pong: ignore('closed'),
    goAway: ignore('closed'),
    end: ignore('closed'),
  },
};
