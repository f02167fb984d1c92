import { isId } from '@atrium/protocol';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type ApiContext, findAccess, findSession, refusedWith } from '../api/api-context.ts';
import { requireImporter } from '../api/require-importer.ts';
import { requestHeaders } from './request-headers.ts';
import { sendRefusal } from './send-refusal.ts';

const MAX_UPLOAD_BYTES = 2 * 1024 * 1024 * 1024;

const query = z.object({
  workspace: z.string().max(60).optional(),
  project: z.string().refine(isId, 'Say into which project.'),
  file: z.string().max(200).default('archive.json'),
  dryRun: z.stringbool().default(false),
});

/**
 * `POST /api/v1/imports/github`: the archive itself as the body, written to disk as it arrives. Answers at once
 * with the import, whose progress is then asked for.
 */
export async function mountUploads(
  http: FastifyInstance,
  {
    identity,
    engine,
    imports,
    requestRate,
  }: Pick<ApiContext, 'identity' | 'engine' | 'imports' | 'requestRate'>,
): Promise<void> {
  await http.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    scope.post('/api/v1/imports/github', { bodyLimit: MAX_UPLOAD_BYTES }, async (request, reply) => {
      try {
        const session = await findSession({ identity, requestRate }, requestHeaders(request.raw));
        const parsed = query.safeParse(request.query);
        if (!parsed.success) {
          throw refusedWith('INVALID_INPUT', parsed.error.issues[0]?.message ?? 'The request is not valid.');
        }
        const access = await findAccess(identity, session, parsed.data.workspace);
        const actor = await requireImporter({ ...access, engine });
        const [project] = await engine.readRecords(access.tenantId, [parsed.data.project]);
        if (project?.type !== 'project' || project.deletedAt !== null) {
          throw refusedWith('NOT_FOUND', 'The project does not exist.');
        }
        const length = Number(request.headers['content-length'] ?? 0);
        if (length > MAX_UPLOAD_BYTES) throw refusedWith('LIMIT_EXCEEDED', 'The file is larger than 2 GB.');
        const { file, dryRun } = parsed.data;
        const upload = { tenantId: access.tenantId, projectId: project.id, file, dryRun };
        return await reply.send(await imports.receive(upload, request.raw, actor));
      } catch (error) {
        return sendRefusal(reply, error);
      }
    });
  });
}
