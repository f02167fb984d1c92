import type { EventDraft, RecordId, RecordState, Refusal } from '@atrium/protocol';
import { z } from 'zod';
import type { RuleContext } from '../commands/command-definition.ts';
import { defineChange, defineCreate } from '../commands/define-command.ts';
import { invalidInput } from '../commands/read-input.ts';
import { refuse } from '../commands/refuse.ts';
import { changed, created, lifecycle } from '../records/drafts.ts';
import { block, id, ids, line, nothing } from '../records/text.ts';
import { COMMENT_LIMITS, commentType } from './comment.ts';
import { counted, subjectOf } from './comment-count.ts';

const body = block(COMMENT_LIMITS.body).refine((text) => text.trim() !== '', 'Write something first.');
const mentions = ids(COMMENT_LIMITS.mentions);

/** On any record that counts its comments: work items and projects. */
export const createComment = defineCreate(commentType, {
  name: 'comment.create',
  input: z.strictObject({
    subject: id,
    body,
    /** Any comment of the thread. */
    parent: id.optional(),
    mentions: mentions.optional(),
    /** Where it was imported from. */
    source: line(200).optional(),
  }),
  right: 'comment',
  projectOf: ({ subject }, { read, types }) => {
    const record = read.get(subject);
    return record ? (types.get(record.type)?.place(record.id, record.fields).projectId ?? null) : null;
  },
  decide: ({ subject: subjectId, parent, ...input }, context) => {
    const subject = subjectOf(subjectId, context);
    if (!subject) return refuse('NOT_FOUND', 'There is nothing to comment on.');
    if (subject.deletedAt !== null) return refuse('DELETED', 'What you comment on is deleted.');
    const root = parent === undefined ? undefined : rootOf(parent, subjectId, context);
    if (root !== undefined && typeof root !== 'string') return root;
    const place = context.types.get(subject.type)?.place(subject.id, subject.fields);
    const comment = created('comment', context.command.recordId, {
      ...input,
      mentions: input.mentions?.length ? input.mentions : undefined,
      subject: subjectId,
      project: place?.projectId ?? undefined,
      parent: root,
    });
    return [comment, ...counted(subject, 1)];
  },
});

export const editComment = defineChange(commentType, {
  name: 'comment.edit',
  input: z.strictObject({ body, mentions: mentions.optional() }),
  right: 'comment',
  decide: (input, { record, now }) => {
    const mentioned = input.mentions && { mentions: input.mentions.length > 0 ? input.mentions : undefined };
    const edited = { body: input.body, ...mentioned };
    if (changed(record, edited).length === 0) return [];
    return changed(record, { ...edited, editedAt: now }, 'edited');
  },
});

export const deleteComment = defineChange(commentType, {
  name: 'comment.delete',
  input: nothing,
  right: 'comment',
  ofDeleted: true,
  decide: (_input, context) => withLife('deleted', context),
});

export const restoreComment = defineChange(commentType, {
  name: 'comment.restore',
  input: nothing,
  right: 'comment',
  ofDeleted: true,
  decide: (_input, context) => withLife('restored', context),
});

/** Marks a thread as settled. */
export const resolveThread = defineChange(commentType, {
  name: 'comment.resolve',
  input: nothing,
  right: 'comment',
  decide: (_input, { record, member, now }) => {
    if (record.fields.parent !== undefined) return onlyRoots();
    if (record.fields.resolvedAt !== undefined) return [];
    return changed(record, { resolvedAt: now, resolvedBy: member.personId }, 'resolved');
  },
});

export const reopenThread = defineChange(commentType, {
  name: 'comment.reopen',
  input: nothing,
  right: 'comment',
  decide: (_input, { record }) =>
    record.fields.parent === undefined
      ? changed(record, { resolvedAt: undefined, resolvedBy: undefined }, 'reopened')
      : onlyRoots(),
});

function withLife(
  change: 'deleted' | 'restored',
  context: RuleContext & { readonly record: RecordState },
): EventDraft[] {
  const { record } = context;
  if ((change === 'deleted') === (record.deletedAt !== null)) return [];
  return [lifecycle(record, change), ...(commentType.alongside?.(record, change, context) ?? [])];
}

/** The thread's first comment, whichever of its comments is answered. */
function rootOf(parentId: RecordId, subjectId: RecordId, { read }: RuleContext): RecordId | Refusal {
  const parent = read.get(parentId);
  if (parent?.type !== 'comment' || parent.deletedAt !== null || parent.fields.subject !== subjectId) {
    return invalidInput('parent', 'The comment you answer does not exist here.');
  }
  return typeof parent.fields.parent === 'string' ? parent.fields.parent : parent.id;
}

function onlyRoots(): Refusal {
  return refuse('INVALID_INPUT', 'Only a whole thread can be resolved: take its first comment.');
}
