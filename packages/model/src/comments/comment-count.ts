import type { EventDraft, RecordState } from '@atrium/protocol';
import type { RecordReader } from '../commands/record-reader.ts';
import { changed } from '../records/drafts.ts';
import type { RecordTypes } from '../records/record-type.ts';

interface CountContext {
  readonly read: RecordReader;
  readonly types: RecordTypes;
}

/** What a comment may hang on: records of types that count their comments. */
export function subjectOf(subjectId: unknown, { read, types }: CountContext): RecordState | undefined {
  const subject = typeof subjectId === 'string' ? read.get(subjectId) : undefined;
  return subject && types.get(subject.type)?.fields.commentCount ? subject : undefined;
}

export function counted(subject: RecordState | undefined, by: number): EventDraft[] {
  if (!subject) return [];
  const count = typeof subject.fields.commentCount === 'number' ? subject.fields.commentCount : 0;
  return changed(subject, { commentCount: Math.max(0, count + by) }, 'comments_counted');
}
