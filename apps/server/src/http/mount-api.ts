import { contract } from '@atrium/protocol/api';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api/api-context.ts';
import { router } from '../api/router.ts';
import { apiPage } from './api-page.ts';
import { requestHeaders } from './request-headers.ts';
import { refusalBody, toRefusal } from './to-refusal.ts';

const PREFIX = '/api/v1';

/** The contract's routes, its OpenAPI description, and that description as a page to read. */
export async function mountApi(
  http: FastifyInstance,
  services: Omit<ApiContext, 'headers' | 'address'>,
): Promise<void> {
  const handler = new OpenAPIHandler(router, {
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          const refusal = toRefusal(error);
          if (refusal.status >= 500) http.log.error({ err: error }, 'an API call failed');
          throw refusal;
        }
      },
    ],
  });
  await http.register(async (scope) => {
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
    // A page of another site can post forms and plain text without asking; our own pages send JSON.
    scope.addHook('onRequest', async (request, reply) => {
      const type = request.headers['content-type'];
      if (type === undefined || /^application\/json\b/i.test(type)) return;
      await reply.code(415).send(refusalBody(415, 'INVALID_INPUT', 'Send JSON.'));
    });
    scope.all(`${PREFIX}/*`, async (request, reply) => {
      const headers = requestHeaders(request.raw);
      const { matched } = await handler.handle(request, reply, {
        prefix: PREFIX,
        context: { ...services, headers, address: request.ip },
      });
      if (!matched)
        await reply.code(404).send({ code: 'NOT_FOUND', status: 404, message: 'No such address.' });
    });
  });

  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] });
  const description = await generator.generate(contract, {
    info: {
      title: 'Atrium API',
      version: '1',
      description:
        'Reading and integration. Changes are commands, the same over POST /sync and over the socket at /ws.',
    },
    servers: [{ url: PREFIX }],
  });
  http.get('/api/openapi.json', () => description);
  http.get('/api/docs', (_request, reply) =>
    reply.type('text/html; charset=utf-8').send(apiPage(description)),
  );
}
