import { Readable } from 'node:stream';
import { recordTimelineFilterSchema } from '@atrium/protocol/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ApiContext, findAccess, findSession, refusedWith } from '../api/api-context.ts';
import { asReader } from '../api/as-reader.ts';
import { liveProject, readable } from '../api/history-api.ts';
import { type ExportSource, entryPages } from '../history/export/entry-pages.ts';
import { timelineCsv } from '../history/export/timeline-csv.ts';
import { timelinePdf } from '../history/export/timeline-pdf.ts';
import { KnownNames } from '../history/known-names.ts';
import { timelineFilter } from '../history/timeline-filter.ts';
import { requestHeaders } from './request-headers.ts';
import { sendRefusal } from './send-refusal.ts';

type ExportContext = Pick<ApiContext, 'identity' | 'engine' | 'requestRate'>;

/** Of what: a record, a project, or the whole workspace. */
type Subject = { readonly kind: 'record' | 'project'; readonly id: string } | { readonly kind: 'workspace' };

const FORMATS = ['csv', 'pdf'] as const;
type Format = (typeof FORMATS)[number];

const TYPES: Record<Format, string> = { csv: 'text/csv; charset=utf-8', pdf: 'application/pdf' };

/** `GET …/timeline.csv` and `.pdf`: streams of the same query as the timelines of the contract, so outside of it. */
export function mountHistoryExports(http: FastifyInstance, context: ExportContext): void {
  for (const format of FORMATS) {
    const route = (path: string, subjectOf: (id: string) => Subject) =>
      http.get<{ Params: { id?: string } }>(`/api/v1${path}/timeline.${format}`, (request, reply) =>
        answer(context, { request, reply }, { subject: subjectOf(request.params.id ?? ''), format }),
      );
    route('/records/:id', (id) => ({ kind: 'record', id }));
    route('/projects/:id', (id) => ({ kind: 'project', id }));
    route('', () => ({ kind: 'workspace' }));
  }
}

async function answer(
  { identity, engine, requestRate }: ExportContext,
  { request, reply }: { readonly request: FastifyRequest; readonly reply: FastifyReply },
  { subject, format }: { readonly subject: Subject; readonly format: Format },
): Promise<FastifyReply> {
  try {
    const session = await findSession({ identity, requestRate }, requestHeaders(request.raw));
    const parsed = recordTimelineFilterSchema.safeParse(request.query);
    if (!parsed.success)
      throw refusedWith('INVALID_INPUT', parsed.error.issues[0]?.message ?? 'The request is not valid.');
    const access = await findAccess(identity, session, parsed.data.workspace);
    const source = { ...access, engine };
    const name = await nameOf(source, subject);
    const filter = {
      ...timelineFilter(parsed.data),
      ...(subject.kind === 'record' && { recordId: subject.id, withChildren: parsed.data.children }),
      ...(subject.kind === 'project' && { projectId: subject.id }),
    };
    const head = await engine.head(access.tenantId);
    const pages = entryPages(source, filter, head);
    const createdAt = new Date();
    const about = `Up to position ${head} of the log, ${createdAt.toISOString()}${filterText(parsed.data)}`;
    const parts =
      format === 'csv'
        ? timelineCsv(pages)
        : timelinePdf(pages, { title: `History of ${name}`, about, createdAt });
    const stream = Readable.from(parts, { objectMode: false, highWaterMark: 64 * 1024 });
    reply.raw.once('close', () => stream.destroy());
    return await reply
      .header('content-type', TYPES[format])
      .header(
        'content-disposition',
        `attachment; filename="history-${createdAt.toISOString().slice(0, 10)}.${format}"`,
      )
      .header('cache-control', 'no-store')
      .send(stream);
  } catch (error) {
    return sendRefusal(reply, error);
  }
}

/** What it is called; throws a refusal where it may not be read. */
function nameOf(source: ExportSource, subject: Subject): Promise<string> {
  return asReader(source, async (tx, member) => {
    if (subject.kind === 'record') await readable(tx, member, subject.id);
    if (subject.kind === 'project') await liveProject(tx, member, subject.id);
    const id = subject.kind === 'workspace' ? source.tenantId : subject.id;
    const known = new KnownNames(tx, member);
    await known.load([id]);
    return known.nameOf(id) ?? '';
  });
}

function filterText({ workspace: _, children, ...asked }: { [name: string]: unknown }): string {
  const parts = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}: ${String(value)}`],
  );
  if (children === true) parts.push('with what hangs on it');
  return parts.length > 0 ? `. Only ${parts.join(', ')}` : '';
}
