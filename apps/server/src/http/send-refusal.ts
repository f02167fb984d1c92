import type { FastifyReply } from 'fastify';
import { toRefusal } from './to-refusal.ts';

/** Routes outside the contract answer refusals in the contract's shape. Anything else too. */
export function sendRefusal(reply: FastifyReply, error: unknown): FastifyReply {
  const refusal = toRefusal(error);
  if (refusal.status >= 500) reply.log.error({ err: error }, 'a call failed');
  return reply.code(refusal.status).send(refusal.toJSON());
}
