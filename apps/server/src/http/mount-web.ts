import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Names of files below it carry a digest of their content. */
const LASTING = '/assets/';

/** The built web app. Every address that is no file and no API is one of its pages. */
export async function mountWeb(http: FastifyInstance, folder: string): Promise<void> {
  const built = existsSync(join(folder, 'index.html'));
  if (built) {
    await http.register(fastifyStatic, {
      root: folder,
      wildcard: false,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // What is named by its content stays; the page, the worker and what they name must be asked for anew.
        const lasting = path.includes(LASTING);
        reply.setHeader('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  http.setNotFoundHandler((request, reply) => {
    const { method, url } = request;
    // A page in the place of a script of an older version would be kept as that script.
    const isPage = (method === 'GET' || method === 'HEAD') && !url.startsWith('/api/') && !isFile(url);
    if (built && isPage) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    const isMissing = !isPage || built;
    const message = isMissing
      ? 'No such address.'
      : 'The web app is not built. Run npm start, or npm run dev.';
    return reply
      .code(404)
      .header('cache-control', 'no-store')
      .send({ code: 'NOT_FOUND', status: 404, message });
  });
}

/** Names of the app's files that are not there, such as those of a version before. */
function isFile(url: string): boolean {
  const [path = ''] = url.split('?');
  return path.startsWith(LASTING) || path.startsWith('/icons/') || path === '/sw.js';
}
