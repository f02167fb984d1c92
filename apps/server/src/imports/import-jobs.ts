import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Engine } from '@atrium/engine';
import { ArchiveProblem, emptyReport, importGithub } from '@atrium/exchange';
import type { Actor, RecordId, Refusal, TenantId } from '@atrium/protocol';
import { newId } from '@atrium/protocol';
import type { ImportJob } from '@atrium/protocol/api';
import type { Logger } from 'pino';

interface Job {
  readonly tenantId: TenantId;
  readonly projectId: RecordId;
  readonly path: string;
  cause: string | undefined;
  /** What the API shows. */
  shown: ImportJob;
}

export interface ImportJobs {
  /** Keeps an uploaded file; a try-out first, then `run`. */
  receive(
    upload: { tenantId: TenantId; projectId: RecordId; file: string; dryRun: boolean },
    content: Readable,
    actor: Actor,
  ): Promise<ImportJob>;
  run(tenantId: TenantId, id: string, actor: Actor): ImportJob | Refusal;
  undo(tenantId: TenantId, id: string, actor: Actor): ImportJob | Refusal;
  get(tenantId: TenantId, id: string): ImportJob | undefined;
  list(tenantId: TenantId): ImportJob[];
  close(): Promise<void>;
}

const KEPT_JOBS = 100;

/** Imports that were started in the browser. They run here, whether or not anyone still looks. */
export function createImportJobs(engine: Engine, dataDir: string, logger: Logger): ImportJobs {
  const folder = join(dataDir, 'imports');
  const jobs = new Map<string, Job>();
  const stop = new AbortController();
  removeLeftovers(folder).catch((error: unknown) =>
    logger.warn({ err: error }, 'Old uploads could not be removed.'),
  );
  const running = new Set<Promise<void>>();

  const find = (tenantId: TenantId, id: string): Job | undefined => {
    const job = jobs.get(id);
    return job?.tenantId === tenantId ? job : undefined;
  };
  const start = (job: Job, work: () => Promise<void>) => {
    const done = work()
      .catch((error: unknown) => fail(job, error, logger))
      .finally(() => running.delete(done));
    running.add(done);
  };
  const importInto = async (job: Job, actor: Actor): Promise<void> => {
    const { tenantId, projectId, path, shown } = job;
    const { report, cause } = await importGithub({
      engine,
      tenantId,
      into: { projectId },
      file: path,
      actor,
      dryRun: shown.dryRun,
      signal: stop.signal,
      onProgress: ({ bytesRead, report }) => {
        job.shown = { ...job.shown, bytesRead, report };
      },
    });
    job.cause = cause;
    job.shown = { ...job.shown, state: 'done', report, bytesRead: job.shown.bytesTotal };
    if (!shown.dryRun) await rm(path, { force: true });
  };
  const begin = (job: Job, actor: Actor, dryRun: boolean): ImportJob => {
    const report = emptyReport(job.shown.report.source, dryRun);
    const { error: _, ...shown } = job.shown;
    job.shown = { ...shown, state: 'running', dryRun, bytesRead: 0, report };
    start(job, () => importInto(job, actor));
    return job.shown;
  };

  return {
    async receive(upload, content, actor) {
      const id = newId();
      await mkdir(folder, { recursive: true });
      const path = join(folder, `${id}.json`);
      try {
        await pipeline(content, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      } catch (error) {
        await rm(path, { force: true });
        throw error;
      }
      const { size } = await stat(path);
      const job: Job = {
        tenantId: upload.tenantId,
        projectId: upload.projectId,
        path,
        cause: undefined,
        shown: {
          id,
          state: 'running',
          projectId: upload.projectId,
          file: upload.file,
          dryRun: upload.dryRun,
          bytesRead: 0,
          bytesTotal: size,
          report: emptyReport('', upload.dryRun),
          startedAt: new Date().toISOString(),
        },
      };
      jobs.set(id, job);
      forgetOldest(jobs);
      return begin(job, actor, upload.dryRun);
    },
    run(tenantId, id, actor) {
      const job = find(tenantId, id);
      if (!job) return notFound();
      if (job.shown.state === 'running' || job.shown.state === 'undoing') return busy();
      if (job.shown.state === 'done' && !job.shown.dryRun) return job.shown;
      return begin(job, actor, false);
    },
    undo(tenantId, id, actor) {
      const job = find(tenantId, id);
      const cause = job?.cause;
      if (!job || !cause || job.shown.dryRun) return notFound();
      if (job.shown.state === 'running' || job.shown.state === 'undoing') return busy();
      job.shown = { ...job.shown, state: 'undoing' };
      start(job, async () => {
        await engine.undoCause(tenantId, actor, cause);
        job.shown = { ...job.shown, state: 'undone' };
      });
      return job.shown;
    },
    get: (tenantId, id) => find(tenantId, id)?.shown,
    list: (tenantId) =>
      [...jobs.values()]
        .filter((job) => job.tenantId === tenantId)
        .map(({ shown }) => shown)
        .reverse(),
    async close() {
      stop.abort();
      await Promise.allSettled(running);
    },
  };
}

function fail(job: Job, error: unknown, logger: Logger): void {
  const isKnown = error instanceof ArchiveProblem;
  if (!isKnown) logger.error({ err: error }, 'An import stopped.');
  job.shown = {
    ...job.shown,
    state: 'failed',
    error: isKnown
      ? { code: 'INVALID_INPUT', message: error.message }
      : {
          code: 'UNAVAILABLE',
          message: 'The import stopped. What it brought in is kept; run it again to go on.',
        },
  };
}

/** Uploads of a server that is gone: nobody can run them any more. Others may share the folder, hence the day. */
async function removeLeftovers(folder: string): Promise<void> {
  const yesterday = Date.now() - 24 * 60 * 60 * 1000;
  const names = await readdir(folder).catch(() => []);
  for (const name of names) {
    const path = join(folder, name);
    const { mtimeMs } = await stat(path);
    if (mtimeMs < yesterday) await rm(path, { force: true });
  }
}

function forgetOldest(jobs: Map<string, Job>): void {
  for (const [id, job] of jobs) {
    if (jobs.size <= KEPT_JOBS) return;
    if (job.shown.state === 'running' || job.shown.state === 'undoing') continue;
    jobs.delete(id);
    rm(job.path, { force: true }).catch(() => undefined);
  }
}

function notFound(): Refusal {
  return { code: 'NOT_FOUND', message: 'This import is not known any more. Choose the file again.' };
}

function busy(): Refusal {
  return { code: 'CONFLICT', message: 'This import is at work. Wait until it is done.' };
}
