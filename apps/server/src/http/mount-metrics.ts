import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { ServerMetrics } from '../server-metrics.ts';
import { refusalBody } from './to-refusal.ts';

/** `/metrics`, for those who bring the token; where none is set, there is no such address. */
export function mountMetrics(http: FastifyInstance, metrics: ServerMetrics, token: string | undefined): void {
  if (token === undefined) return;
  http.get('/metrics', async (request, reply) => {
    const told = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (!isSame(told, token)) {
      return reply.code(401).send(refusalBody(401, 'UNAUTHENTICATED', 'Bring the token for metrics.'));
    }
    return reply.type(metrics.contentType).send(await metrics.read());
  });
}

function isSame(told: string, token: string): boolean {
  return timingSafeEqual(digestOf(told), digestOf(token));
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
