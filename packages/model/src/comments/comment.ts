import type { RecordState, Refusal } from '@atrium/protocol';
import type { Member } from '../access/member.ts';
import { permit } from '../access/permit.ts';
import { invalidInput } from '../commands/read-input.ts';
import type { RecordReader } from '../commands/record-reader.ts';
import { refuse } from '../commands/refuse.ts';
import type { RecordType, Step } from '../records/record-type.ts';
import { touches } from '../records/record-type.ts';
import { counted, subjectOf } from './comment-count.ts';

export const COMMENT_LIMITS = { body: 65_536, mentions: 100, emojis: 50, reactors: 500 } as const;

/** What someone says about a record. A reply hangs on the thread's first comment: one level. */
export const commentType: RecordType = {
  name: 'comment',
  label: 'Comment',
  plural: 'Comments',
  fields: {
    subject: { kind: 'relation', label: 'Subject', required: true },
    project: { kind: 'relation', label: 'Project', required: true, target: 'project' },
    parent: { kind: 'relation', label: 'In reply to', target: 'comment' },
    body: { kind: 'longText', label: 'Text', required: true, maxLength: COMMENT_LIMITS.body },
    mentions: { kind: 'user', label: 'Mentions', many: true, maxLength: COMMENT_LIMITS.mentions },
    reactions: { kind: 'json', label: 'Reactions', keyed: true },
    editedAt: { kind: 'dateTime', label: 'Edited at', derived: true },
    resolvedAt: { kind: 'dateTime', label: 'Resolved at' },
    resolvedBy: { kind: 'user', label: 'Resolved by' },
    source: { kind: 'text', label: 'Source', maxLength: 200 },
  },
  place: (_id, { project, subject }) => ({
    workspace: false,
    projectId: String(project),
    subjectId: String(subject),
  }),
  rights: { changed: 'comment', deleted: 'comment', restored: 'comment' },
  guard: guardComment,
  alongside: ({ fields }, change, context) =>
    counted(subjectOf(fields.subject, context), change === 'deleted' ? -1 : 1),
  title: (record) => firstLine(String(record.fields.body ?? '')),
  body: (record) => String(record.fields.body ?? ''),
};

function guardComment(step: Step): Refusal | undefined {
  const { draft, before, after, member, read } = step;
  const mine = before === undefined || isAuthor(before, member, read);
  const project = read.get(String(after.fields.project));
  const manages = permit(member, 'manage', { type: 'comment', record: after, project });
  const lives = draft.change === 'deleted' || draft.change === 'restored';
  if (lives && !mine && !manages) {
    return refuse('FORBIDDEN', 'Only its author or someone who manages the project can do this.');
  }
  if (draft.change === 'changed' && (touches(step, 'body') || touches(step, 'mentions')) && !mine) {
    return refuse('FORBIDDEN', 'Only its author can edit a comment.');
  }
  return mentionProblem(step);
}

/** Whoever claimed the placeholder that an imported comment is by is its author too. */
function isAuthor(comment: RecordState, { personId }: Member, read: RecordReader): boolean {
  if (comment.createdBy === personId) return true;
  return read.get(comment.createdBy)?.fields.claimedBy === personId;
}

function mentionProblem(step: Step): Refusal | undefined {
  const { draft, after, read } = step;
  const { mentions } = after.fields;
  if (draft.change === 'restored' || !touches(step, 'mentions') || !Array.isArray(mentions)) return undefined;
  const unknown = mentions.some((id) => typeof id !== 'string' || read.get(id)?.type !== 'person');
  return unknown ? invalidInput('mentions', 'This person does not exist.') : undefined;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 120);
}
