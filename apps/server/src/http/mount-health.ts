import type { Engine } from '@atrium/engine';
import type { SyncServer } from '@atrium/sync/server';
import type { FastifyInstance } from 'fastify';

/** `/health/live`: the process answers. `/health/ready` and `/health`: so does the database. */
export function mountHealth(http: FastifyInstance, engine: Engine, sync: SyncServer): void {
  const ready = async () => {
    try {
      await engine.database.control((tx) => tx.query('SELECT 1'));
      return true;
    } catch {
      return false;
    }
  };
  http.get('/health/live', () => ({ status: 'ok' }));
  http.get('/health/ready', async (_request, reply) => {
    const isReady = await ready();
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ok' : 'unavailable' });
  });
  http.get('/health', async (_request, reply) => {
    const isReady = await ready();
    const { openConnections } = sync.stats();
    const { rss } = process.memoryUsage();
    return reply.code(isReady ? 200 : 503).send({
      status: isReady ? 'ok' : 'unavailable',
      database: isReady ? 'ok' : 'unavailable',
      connections: openConnections,
      memoryBytes: rss,
      uptimeSeconds: Math.round(process.uptime()),
    });
  });
}
