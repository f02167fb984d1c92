import cors from '@fastify/cors';
import helmet from '@fastify/helmet';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { Settings } from '../settings.ts';
import type { OriginCheck } from './origins.ts';
import { refusalBody } from './to-refusal.ts';

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** Fastify with what every answer needs: security headers, origins, one shape of errors. */
export async function createHttp(
  settings: Settings,
  logger: Logger,
  mayCall: OriginCheck,
): Promise<FastifyInstance> {
  const http = Fastify({
    loggerInstance: logger as FastifyBaseLogger,
    // One proxy, ours: what stands before its own entry the client may have made up.
    trustProxy: settings.trustProxy ? (_address: string, hop: number) => hop === 0 : false,
    bodyLimit: 4 * 1024 * 1024,
    logController: new LogController({ disableRequestLogging: settings.logLevel !== 'debug' }),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
    // Before any route was found: an address that cannot be decoded, for one.
    frameworkErrors: (_error, _request, reply) =>
      (reply as FastifyReply)
        .code(400)
        .send(refusalBody(400, 'INVALID_INPUT', 'This address cannot be read.')),
  });

  await http.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'self'"],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        // Avatars and pictures in imported texts live elsewhere; they are loaded without telling from where.
        imgSrc: ["'self'", 'data:', 'https:'],
        objectSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    strictTransportSecurity: settings.publicUrl?.startsWith('https:') ? { maxAge: 15_552_000 } : false,
  });
  await http.register(cors, {
    origin: settings.allowedOrigins.length > 0 ? settings.allowedOrigins : false,
    credentials: true,
  });

  // Cookies travel with any request a browser makes; its Origin header tells who really asked.
  http.addHook('onRequest', async (request, reply) => {
    const { origin, host } = request.headers;
    if (!origin || !UNSAFE.has(request.method) || mayCall(origin, host)) return;
    await reply.code(403).send({ code: 'FORBIDDEN', status: 403, message: 'This page may not call Atrium.' });
  });

  http.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 500) request.log.error({ err: error }, 'request failed');
    const code = status === 413 ? 'LIMIT_EXCEEDED' : status >= 500 ? 'UNAVAILABLE' : 'INVALID_INPUT';
    const message = status >= 500 ? 'Something went wrong here. Nothing was changed.' : error.message;
    return reply.code(status).send({ code, status, message });
  });
  return http;
}
