import { ORPCError } from '@orpc/server';
import type { FastifyReply } from 'fastify';

/** Routes outside the contract answer refusals in the contract's shape. Anything else is thrown on. */
export function sendRefusal(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof ORPCError)) throw error;
  return reply.code(error.status).send(error.toJSON());
}
