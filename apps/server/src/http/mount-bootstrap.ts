import { Readable } from 'node:stream';
import { type IdRanges, isRangeCount } from '@atrium/model';
import { isBootstrapRefusal } from '@atrium/sync/server';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { type ApiContext, findAccess, findSession, refused, refusedWith } from '../api/api-context.ts';
import { pastMoment } from '../history/moments.ts';
import { requestHeaders } from './request-headers.ts';
import { sendRefusal } from './send-refusal.ts';

const query = z.object({
  scope: z.string().max(200),
  workspace: z.string().max(60).optional(),
  /** Only the records whose ids fall into some of so many ranges: `64:3,17`. */
  ranges: z
    .string()
    .regex(/^\d{1,3}:\d{1,3}(,\d{1,3})*$/)
    .max(1_100)
    .transform(toRanges)
    .refine(({ count, wanted }) => isRangeCount(count) && wanted.every((range) => range < count))
    .optional(),
  /** A position, an instant, or a day (to its end). */
  at: z.string().max(30).optional(),
});

function toRanges(text: string): IdRanges {
  const [count = '', wanted = ''] = text.split(':');
  return { count: Number(count), wanted: wanted.split(',').map(Number) };
}

/** `GET /api/v1/bootstrap`: a stream, so outside the contract that the other routes come from. */
export function mountBootstrap(
  http: FastifyInstance,
  { identity, sync, requestRate }: Pick<ApiContext, 'identity' | 'sync' | 'requestRate'>,
): void {
  http.get('/api/v1/bootstrap', async (request, reply) => {
    try {
      const session = await findSession({ identity, requestRate }, requestHeaders(request.raw));
      const parsed = query.safeParse(request.query);
      if (!parsed.success)
        throw refusedWith(
          'INVALID_INPUT',
          'Say which scope, such as scope=workspace, and ranges like 64:3,17.',
        );
      const { tenantId, personId } = await findAccess(identity, session, parsed.data.workspace);
      const { scope, ranges, at: moment } = parsed.data;
      if (moment !== undefined && ranges)
        throw refusedWith('INVALID_INPUT', 'The past comes whole: without ranges.');
      const at = moment === undefined ? undefined : pastMoment(moment);
      const lines = await sync.bootstrap({ tenantId, personId, scope, ranges, at });
      if (isBootstrapRefusal(lines)) throw refused(lines);
      const stream = Readable.from(lines, { objectMode: false, highWaterMark: 256 * 1024 });
      // Who leaves before the first line is sent, too, lets go of the view.
      reply.raw.once('close', () => stream.destroy());
      if (reply.raw.destroyed) stream.destroy();
      return await reply
        .header('content-type', 'application/x-ndjson')
        .header('cache-control', 'no-store')
        .send(stream);
    } catch (error) {
      return sendRefusal(reply, error);
    }
  });
}
