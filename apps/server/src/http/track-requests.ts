import type { FastifyInstance } from 'fastify';

/** What is being answered, so that a stop can wait for it. */
export interface RequestTracker {
  readonly isStopping: boolean;
  /** From here on every answer is the last of its connection, and `/health/ready` says no. */
  stop(): void;
  /** Resolves when nothing is being answered. */
  idle(): Promise<void>;
}

export function trackRequests(http: FastifyInstance): RequestTracker {
  let open = 0;
  let isStopping = false;
  let waiting: (() => void)[] = [];
  http.addHook('onRequest', (_request, reply, done) => {
    open++;
    if (isStopping) reply.header('connection', 'close');
    reply.raw.once('close', () => {
      open--;
      if (open > 0) return;
      for (const call of waiting) call();
      waiting = [];
    });
    done();
  });
  return {
    get isStopping() {
      return isStopping;
    },
    stop() {
      isStopping = true;
    },
    idle: () => (open === 0 ? Promise.resolve() : new Promise((call) => waiting.push(call))),
  };
}
