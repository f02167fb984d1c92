import type { ImportJob, ImportReport } from '@atrium/protocol/api';

export interface CountRow {
  readonly label: string;
  readonly created: number;
  readonly unchanged: number;
}

const THINGS: readonly (readonly [
  keyof ImportReport & ('items' | 'comments' | 'people' | 'labels' | 'links'),
  string,
])[] = [
  ['items', 'Work items'],
  ['comments', 'Comments'],
  ['people', 'People'],
  ['labels', 'Labels'],
  ['links', 'Links'],
];

/** What a report counts, without what the file has none of. */
export function countRows(report: ImportReport): CountRow[] {
  return THINGS.map(([field, label]) => ({ label, ...report[field] })).filter(
    ({ created, unchanged }) => created + unchanged > 0,
  );
}

/** Work items and comments of a report, brought in or here already. */
export function countedIn({ items, comments }: ImportReport): number {
  return items.created + items.unchanged + comments.created + comments.unchanged;
}

/**
 * How far a running import is, 0 to 1: by what the try-out found, else by what was read of the file, which runs
 * ahead of what is written.
 */
export function progressOf({ state, bytesRead, bytesTotal, report }: ImportJob, expected = 0): number {
  if (state === 'done') return 1;
  if (expected > 0) return Math.min(countedIn(report) / expected, 1);
  return bytesTotal > 0 ? Math.min(bytesRead / bytesTotal, 1) : 0;
}

export type Stage = 'trying' | 'tried' | 'importing' | 'imported' | 'failed' | 'undoing' | 'undone';

export function stageOf({ state, dryRun }: Pick<ImportJob, 'state' | 'dryRun'>): Stage {
  if (state === 'running') return dryRun ? 'trying' : 'importing';
  if (state === 'done') return dryRun ? 'tried' : 'imported';
  return state;
}

/** The heading of an import, by its stage. */
export function stageSentence(job: ImportJob): string {
  const created = job.report.items.created;
  const items = created === 1 ? '1 work item' : `${created.toLocaleString()} work items`;
  switch (stageOf(job)) {
    case 'trying':
      return 'Trying it out. Nothing is changed yet.';
    case 'tried':
      return created === 0
        ? 'Everything in this file is here already.'
        : `${items} would come in. Nothing has been changed yet.`;
    case 'importing':
      return `Importing: ${items} so far. You can leave this page; it goes on.`;
    case 'imported':
      return created === 0 ? 'Nothing new: everything was here already.' : `${items} imported.`;
    case 'failed':
      return job.error?.message ?? 'The import stopped.';
    case 'undoing':
      return 'Taking the import back.';
    case 'undone':
      return 'The import was taken back.';
  }
}

export function isAtWork({ state }: Pick<ImportJob, 'state'>): boolean {
  return state === 'running' || state === 'undoing';
}
