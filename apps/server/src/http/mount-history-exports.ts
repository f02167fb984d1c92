import { Readable } from 'node:stream';
import { countTimeline, type TimelineFilter } from '@atrium/engine';
import { recordTimelineFilterSchema } from '@atrium/protocol/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ApiContext, findAccess, findSession, refusedWith } from '../api/api-context.ts';
import { asReader } from '../api/as-reader.ts';
import { checked } from '../api/checked.ts';
import { liveProject, readable } from '../api/history-api.ts';
import { type ExportSource, entryPages } from '../history/export/entry-pages.ts';
import { timelineCsv } from '../history/export/timeline-csv.ts';
import { timelinePdf } from '../history/export/timeline-pdf.ts';
import { createTurns, inTurn, type TakeTurn } from '../history/export/turns.ts';
import { KnownNames } from '../history/known-names.ts';
import { timelineFilter } from '../history/timeline-filter.ts';
import { requestHeaders } from './request-headers.ts';
import { sendRefusal } from './send-refusal.ts';

type ExportContext = Pick<ApiContext, 'identity' | 'engine' | 'requestRate'>;
type Exporting = ExportContext & { readonly turn: TakeTurn };

/** Of what: a record, a project, or the whole workspace. */
type Subject = { readonly kind: 'record' | 'project'; readonly id: string } | { readonly kind: 'workspace' };

const FORMATS = ['csv', 'pdf'] as const;
type Format = (typeof FORMATS)[number];

/** A PDF takes a few milliseconds for each of them, in the process that serves everyone. */
const MAX_PDF_EVENTS = 10_000;
const PDFS_AT_ONCE = 2;

const TYPES: Record<Format, string> = { csv: 'text/csv; charset=utf-8', pdf: 'application/pdf' };

/** `GET …/timeline.csv` and `.pdf`: streams of the same query as the timelines of the contract, so outside of it. */
export function mountHistoryExports(http: FastifyInstance, context: ExportContext): void {
  const turn = createTurns(PDFS_AT_ONCE);
  for (const format of FORMATS) {
    const route = (path: string, subjectOf: (id: string) => Subject) =>
      http.get<{ Params: { id?: string } }>(`/api/v1${path}/timeline.${format}`, (request, reply) =>
        answer(
          { ...context, turn },
          { request, reply },
          { subject: subjectOf(request.params.id ?? ''), format },
        ),
      );
    route('/records/:id', (id) => ({ kind: 'record', id }));
    route('/projects/:id', (id) => ({ kind: 'project', id }));
    route('', () => ({ kind: 'workspace' }));
  }
}

async function answer(
  { identity, engine, requestRate, turn }: Exporting,
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
    if (format === 'pdf') await refuseTooLong(source, filter);
    const head = await engine.head(access.tenantId);
    const pages = entryPages(source, filter, head);
    const createdAt = new Date();
    const about = `Up to position ${head} of the log, ${createdAt.toISOString()}${filterText(parsed.data)}`;
    const parts =
      format === 'csv'
        ? timelineCsv(pages)
        : inTurn(turn, timelinePdf(pages, { title: `History of ${name}`, about, createdAt }));
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

async function refuseTooLong(source: ExportSource, filter: TimelineFilter): Promise<void> {
  const events = await asReader(source, async (tx, member) =>
    checked(await countTimeline(tx, { member, filter }, MAX_PDF_EVENTS + 1)),
  );
  if (events <= MAX_PDF_EVENTS) return;
  const limit = MAX_PDF_EVENTS.toLocaleString('en');
  throw refusedWith(
    'LIMIT_EXCEEDED',
    `A PDF holds ${limit} events at most. Narrow it down, or take the CSV.`,
  );
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
