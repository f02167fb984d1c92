import { CLIENT_ADDRESS_HEADER, type Identity } from '@atrium/identity';
import type { FastifyInstance } from 'fastify';

/** Better Auth reads the request's body itself, so its routes live in a scope without body parsers. */
export async function mountAccounts(http: FastifyInstance, identity: Identity): Promise<void> {
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    scope.all('/api/auth/*', async (request, reply) => {
      request.raw.headers[CLIENT_ADDRESS_HEADER] = request.ip;
      // Helmet and CORS set theirs on the reply; a hijacked reply must carry them over.
      for (const [name, value] of Object.entries(reply.getHeaders())) {
        if (value !== undefined) reply.raw.setHeader(name, value);
      }
      reply.hijack();
      await identity.handleAccounts(request.raw, reply.raw);
    });
  });
}
