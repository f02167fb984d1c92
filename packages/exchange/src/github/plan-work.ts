import { cleanLine, createComment, createWorkItem, moveWorkItem, statusesOf } from '@atrium/model';
import type { RecordId, RecordState } from '@atrium/protocol';
import { derivedId } from '@atrium/protocol';
import { foreignText } from '../foreign-text.ts';
import type { ImportedRecord } from '../import-writer.ts';
import type { ArchiveLabels } from './archive-labels.ts';
import type { ArchivePeople } from './archive-people.ts';
import type { ArchiveComment, ArchiveIssue, ArchivePull } from './archive-shape.ts';

export interface WorkContext {
  readonly repo: string;
  readonly project: RecordState;
  readonly people: ArchivePeople;
  readonly labels: ArchiveLabels;
}

/** One issue or pull request as it will be here. */
export interface PlannedWork {
  readonly number: number;
  readonly item: ImportedRecord;
  /** Comments that start a thread, then the replies to them. */
  readonly comments: readonly ImportedRecord[];
  readonly replies: readonly ImportedRecord[];
  /** All its texts, for what they refer to. */
  readonly texts: readonly { readonly text: string; readonly at: string; readonly personId: RecordId }[];
}

export function workItemId({ repo, project }: WorkContext, number: number): RecordId {
  return derivedId(project.id, `github:${repo}#${number}`);
}

export function planWork(context: WorkContext, work: ArchiveIssue | ArchivePull): PlannedWork {
  const { repo, project, people } = context;
  const id = workItemId(context, work.number);
  const isPull = 'mergedAt' in work || 'reviews' in work;
  const what = `${isPull ? 'pull request' : 'issue'} #${work.number}`;
  const source = `GitHub ${repo}#${work.number}`;
  const author = people.idOf(work.author);
  const closing = closingOf(context, work, source);
  const description = foreignText(work.body);
  const item: ImportedRecord = {
    kind: 'items',
    what,
    draft: createWorkItem(id, {
      project: project.id,
      type: work.labels?.some((label) => /\bbug\b/i.test(label)) ? 'bug' : 'task',
      title: cleanLine(foreignText(work.title), 500) || `(no title) #${work.number}`,
      ...(description && { description }),
      reporter: author,
      ...filled('assignees', [...new Set(work.assignees?.map((login) => people.idOf(login)))].slice(0, 20)),
      ...filled('labels', labelsOf(context, work, isPull).slice(0, 50)),
      ...(isWebLink(work.url) && { externalUrl: work.url }),
      source: cleanLine(`github:${repo}#${work.number}`, 200),
    }),
    origin: { at: instant(work.createdAt), personId: author, source },
    ...closing,
  };
  const texts = [{ text: description, at: instant(work.createdAt), personId: author }];
  const comments: ImportedRecord[] = [];
  const replies: ImportedRecord[] = [];
  const keys = new Set<string>();
  const comment = (
    written: ArchiveComment,
    text: string,
    name: string,
    parent?: RecordId,
  ): RecordId | undefined => {
    const body = foreignText(text).trim();
    if (!body) return undefined;
    const personId = people.idOf(written.author);
    const at = instant(written.createdAt);
    const commentId = derivedId(id, unique(keys, `${name}:${at}:${written.author ?? ''}`));
    (parent ? replies : comments).push({
      kind: 'comments',
      what: `${what}, ${name} of ${at.slice(0, 10)}`,
      draft: createComment(commentId, { subject: id, body, ...(parent && { parent }) }),
      origin: { at, personId, source },
    });
    texts.push({ text: body, at, personId });
    return commentId;
  };

  for (const written of work.comments ?? []) comment(written, written.body ?? '', 'comment');
  for (const review of ('reviews' in work && work.reviews) || []) {
    const remarks = review.comments ?? [];
    const parent = comment(review, reviewText(review.state, review.body, remarks.length), 'review');
    for (const remark of remarks) {
      const author = remark.author ?? review.author;
      comment({ ...remark, author }, remarkText(remark), 'review comment', parent);
    }
  }
  return { number: work.number, item, comments, replies, texts };
}

/** How it came to its end, as an event of its own: the day it was done counts, not the day of the import. */
function closingOf(
  { project, people }: WorkContext,
  work: ArchiveIssue | ArchivePull,
  source: string,
): Pick<ImportedRecord, 'next' | 'nextOrigin' | 'settled'> {
  if (work.state === 'OPEN') return {};
  const done = statusesOf(project).filter(({ category }) => category === 'done');
  const canceled = done.find(({ id }) => /cancel/.test(id));
  const dropped = 'mergedAt' in work && work.state === 'CLOSED' && !work.mergedAt;
  const status = (dropped ? canceled : undefined)?.id ?? done[0]?.id;
  if (!status) return {};
  const merger = 'mergedBy' in work ? work.mergedBy : undefined;
  const at = instant(work.closedAt ?? work.updatedAt ?? work.createdAt);
  return {
    next: (record) => moveWorkItem(record, { status }),
    nextOrigin: { at, personId: people.idOf(merger), source },
    settled: (record) => done.some(({ id }) => id === record.fields.status),
  };
}

function labelsOf({ labels }: WorkContext, work: ArchiveIssue, isPull: boolean): RecordId[] {
  const names = [...(work.labels ?? []), ...(isPull ? ['pull request'] : [])];
  return [...new Set(names.map((name) => labels.add({ name })))];
}

function reviewText(
  state: string | null | undefined,
  body: string | null | undefined,
  remarks: number,
): string {
  const verdict = {
    APPROVED: '**Approved**',
    CHANGES_REQUESTED: '**Requested changes**',
    DISMISSED: '**Dismissed**',
  }[state ?? ''];
  const opening = verdict ?? (remarks > 0 && !body ? '**Reviewed**' : '');
  return [opening, body ?? ''].filter(Boolean).join('\n\n');
}

function remarkText(remark: { body?: string | null | undefined; path?: string | null | undefined }): string {
  const body = remark.body ?? '';
  return remark.path && body ? `\`${remark.path}\`\n\n${body}` : body;
}

function unique(seen: Set<string>, key: string): string {
  let candidate = key;
  for (let copy = 2; seen.has(candidate); copy += 1) candidate = `${key}:${copy}`;
  seen.add(candidate);
  return candidate;
}

function instant(text: string): string {
  return new Date(text).toISOString();
}

function isWebLink(url: string | null | undefined): url is string {
  return url !== null && url !== undefined && /^https?:\/\//.test(url) && URL.canParse(url);
}

function filled<Name extends string>(name: Name, list: RecordId[]): { [key in Name]?: RecordId[] } {
  return (list.length > 0 ? { [name]: list } : {}) as { [key in Name]?: RecordId[] };
}
