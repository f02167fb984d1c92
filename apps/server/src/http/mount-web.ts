import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** The built web app. Every address that is no file and no API is one of its pages. */
export async function mountWeb(http: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    await http.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Names of assets carry a hash of their content; the page that names them must be asked for anew.
        const lasting = path.includes('/assets/');
        reply.setHeader('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  http.setNotFoundHandler((request, reply) => {
    const isPage = request.method === 'GET' && !request.url.startsWith('/api/');
    if (built && isPage) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    const message = isPage ? 'The web app is not built. Run npm start, or npm run dev.' : 'No such address.';
    return reply.code(404).send({ code: 'NOT_FOUND', status: 404, message });
  });
}
