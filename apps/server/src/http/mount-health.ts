import type { Bus, Engine } from '@atrium/engine';
import type { SyncServer } from '@atrium/sync/server';
import type { FastifyInstance } from 'fastify';
import type { RequestTracker } from './track-requests.ts';

interface Watched {
  readonly engine: Engine;
  readonly sync: SyncServer;
  readonly bus: Bus;
  readonly requests: RequestTracker;
}

/**
 * `/health/live`: the process answers. `/health/ready` and `/health`: so does the database, and it is not about
 * to stop. Without the bus a node is `degraded`, and as ready as ever.
 */
export function mountHealth(http: FastifyInstance, { engine, sync, bus, requests }: Watched): void {
  const database = async () => {
    try {
      await engine.database.control((tx) => tx.query('SELECT 1'));
      return 'ok';
    } catch {
      return 'unavailable';
    }
  };
  http.get('/health/live', () => ({ status: 'ok' }));
  http.get('/health/ready', async (_request, reply) => {
    const status = requests.isStopping ? 'stopping' : await database();
    return reply.code(status === 'ok' ? 200 : 503).send({ status });
  });
  http.get('/health', async (_request, reply) => {
    const store = await database();
    const { openConnections } = sync.stats();
    const { rss } = process.memoryUsage();
    const isUp = store === 'ok' && !requests.isStopping;
    const whole = bus.state === 'lost' ? 'degraded' : 'ok';
    return reply.code(isUp ? 200 : 503).send({
      status: isUp ? whole : requests.isStopping ? 'stopping' : store,
      database: store,
      bus: { state: bus.state, ...bus.counts },
      connections: openConnections,
      memoryBytes: rss,
      uptimeSeconds: Math.round(process.uptime()),
    });
  });
}
