import { stat } from 'node:fs/promises';
import type { Engine } from '@atrium/engine';
import { createDependency } from '@atrium/model';
import type { Actor, RecordId, RecordState, TenantId } from '@atrium/protocol';
import { derivedId } from '@atrium/protocol';
import type { z } from 'zod';
import { importCause } from '../import-cause.ts';
import { emptyReport, type ImportReport, MAX_REFUSED_SHOWN } from '../import-report.ts';
import { type ImportedRecord, type ImportTarget, writeRecords } from '../import-writer.ts';
import { type ImportTargetProject, projectIdOf, resolveProject } from '../target-project.ts';
import { ArchiveLabels } from './archive-labels.ts';
import { ArchivePeople } from './archive-people.ts';
import { issueSchema, labelSchema, pullSchema } from './archive-shape.ts';
import { type PlannedWork, planWork, type WorkContext, workItemId } from './plan-work.ts';
import { ArchiveProblem, readArchive } from './read-archive.ts';
import { findReferences } from './references.ts';

export interface ImportProgress {
  readonly bytesRead: number;
  readonly bytesTotal: number;
  readonly report: ImportReport;
}

export interface GithubImport {
  readonly engine: Engine;
  readonly tenantId: TenantId;
  /** Who imports; `via` must be `import`. */
  readonly actor: Actor;
  readonly into: ImportTargetProject;
  readonly file: string;
  readonly dryRun?: boolean;
  readonly onProgress?: (progress: ImportProgress) => void;
  /** Stops between two pieces; another run completes the import. */
  readonly signal?: AbortSignal;
}

export interface GithubImportResult {
  readonly report: ImportReport;
  /** For `engine.undoCause`. */
  readonly cause: string;
}

const ENTRIES_AT_A_TIME = 40;

interface Link {
  readonly from: number;
  readonly to: number;
  readonly at: string;
  readonly personId: RecordId;
}

/**
 * Brings a GitHub archive into a project: issues and pull requests with their comments, authors, dates, labels,
 * states, and the links between them. Throws ArchiveProblem when the file is none; what is wrong with a
 * single entry is in the report. Memory holds a few entries and the links, however large the file.
 */
export async function importGithub(options: GithubImport): Promise<GithubImportResult> {
  const { engine, tenantId, into, file, dryRun = false } = options;
  const { size } = await fileSize(file);
  const { repo } = await survey(file);
  const report = emptyReport(`GitHub ${repo}`, dryRun);
  const source = `github:${repo}`.slice(0, 120);
  const projectId = projectIdOf(tenantId, into, source);
  const { cause, generation } = await importCause(engine, tenantId, projectId, source);
  const target: ImportTarget = { engine, tenantId, actor: options.actor, cause, generation, report };
  const project = await resolveProject(target, projectId, into);
  const context: WorkContext = {
    repo,
    project,
    people: new ArchivePeople(tenantId),
    labels: new ArchiveLabels(projectId, await labelsOf(engine, tenantId, projectId)),
  };

  const links = new Map<string, Link>();
  const present = new Set<number>();
  let bytesRead = 0;
  let batch: PlannedWork[] = [];
  const flush = async () => {
    await writeBatch(target, context, batch, present);
    for (const work of batch) collectLinks(links, repo, work);
    batch = [];
    options.onProgress?.({ bytesRead, bytesTotal: size, report });
    options.signal?.throwIfAborted();
  };
  for await (const entry of readArchive(file, (bytes) => (bytesRead = bytes))) {
    if (entry.kind === 'repo') continue;
    const name = `${entry.kind} ${entry.index + 1} of the file`;
    if (entry.kind === 'label') {
      const label = check(labelSchema, entry.value, name, report);
      if (label) context.labels.add(label);
      continue;
    }
    const work = check(entry.kind === 'issue' ? issueSchema : pullSchema, entry.value, name, report);
    if (work) batch.push(planWork(context, work));
    if (batch.length >= ENTRIES_AT_A_TIME) await flush();
  }
  await flush();
  await writeLinks(target, context, [...links.values()], present);
  options.onProgress?.({ bytesRead: size, bytesTotal: size, report });
  return { report, cause };
}

/** Reads the file once before anything is written: a broken one changes nothing. */
async function survey(file: string): Promise<{ repo: string }> {
  let repo = 'unknown';
  for await (const entry of readArchive(file)) {
    if (entry.kind === 'repo' && /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(entry.value)) repo = entry.value;
  }
  return { repo };
}

async function fileSize(file: string): Promise<{ size: number }> {
  try {
    return await stat(file);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new ArchiveProblem('UNREADABLE', `The file cannot be read: ${why}`, error);
  }
}

async function labelsOf(engine: Engine, tenantId: TenantId, projectId: RecordId): Promise<RecordState[]> {
  const labels: RecordState[] = [];
  for await (const part of engine.readScope(tenantId, { kind: 'project', id: projectId })) {
    if ('records' in part) labels.push(...part.records.filter(({ type }) => type === 'label'));
  }
  return labels;
}

/** In the order of dependence: who, what it is called, what it is, what was said about it. */
async function writeBatch(
  target: ImportTarget,
  context: WorkContext,
  batch: readonly PlannedWork[],
  present: Set<number>,
): Promise<void> {
  await writeRecords(target, [...context.people.take(), ...context.labels.take()]);
  const items = await writeRecords(
    target,
    batch.map(({ item }) => item),
  );
  const written = batch.filter(({ item }) => items.has(item.draft.recordId));
  for (const { number } of written) present.add(number);
  const threads = await writeRecords(
    target,
    written.flatMap(({ comments }) => comments),
  );
  const replies = written.flatMap((work) => work.replies);
  await writeRecords(
    target,
    replies.filter(({ draft }) => threads.has(String(draft.input.parent))),
  );
}

function collectLinks(links: Map<string, Link>, repo: string, work: PlannedWork): void {
  for (const { text, at, personId } of work.texts) {
    for (const to of findReferences(text, repo)) {
      if (to === work.number) continue;
      const pair = `${Math.min(to, work.number)}-${Math.max(to, work.number)}`;
      if (!links.has(pair)) links.set(pair, { from: work.number, to, at, personId });
    }
  }
}

async function writeLinks(
  target: ImportTarget,
  context: WorkContext,
  links: readonly Link[],
  present: ReadonlySet<number>,
): Promise<void> {
  const { repo, project } = context;
  const records = links
    .filter(({ from, to }) => present.has(from) && present.has(to))
    .map(({ from, to, at, personId }): ImportedRecord => {
      const pair = `${Math.min(from, to)}-${Math.max(from, to)}`;
      return {
        kind: 'links',
        what: `link from #${from} to #${to}`,
        draft: createDependency(derivedId(project.id, `github:${repo}:link:${pair}`), {
          from: workItemId(context, from),
          to: workItemId(context, to),
          kind: 'relates_to',
        }),
        origin: { at, personId, source: `GitHub ${repo}#${from}` },
      };
    });
  for (let start = 0; start < records.length; start += 200) {
    await writeRecords(target, records.slice(start, start + 200));
  }
}

function check<T>(schema: z.ZodType<T>, value: unknown, name: string, report: ImportReport): T | undefined {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const message = `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`;
  if (report.refused.length < MAX_REFUSED_SHOWN) {
    report.refused.push({ what: name, code: 'INVALID_INPUT', message });
  }
  return undefined;
}
