import { contract } from '@atrium/protocol/api';
import { OpenAPIGenerator } from '@orpc/openapi';
import { OpenAPIHandler } from '@orpc/openapi/fastify';
import { ORPCError, onError } from '@orpc/server';
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4';
import type { FastifyInstance } from 'fastify';
import type { ApiContext } from '../api/api-context.ts';
import { router } from '../api/router.ts';
import { apiPage } from './api-page.ts';
import { requestHeaders } from './request-headers.ts';

const PREFIX = '/api/v1';

/** The contract's routes, its OpenAPI description, and that description as a page to read. */
export async function mountApi(http: FastifyInstance, services: Omit<ApiContext, 'headers'>): Promise<void> {
  const handler = new OpenAPIHandler(router, {
    interceptors: [
      onError((error) => {
        const isOurs = error instanceof ORPCError && error.status < 500;
        if (!isOurs) http.log.error({ err: error }, 'an API call failed');
      }),
    ],
  });
  await http.register(async (scope) => {
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null, undefined));
    scope.all(`${PREFIX}/*`, async (request, reply) => {
      const headers = requestHeaders(request.raw);
      const { matched } = await handler.handle(request, reply, {
        prefix: PREFIX,
        context: { ...services, headers },
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
