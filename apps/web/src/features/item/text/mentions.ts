import type { RecordId } from '@atrium/protocol';
import { fold } from '../../../design/picker-match.ts';
import { splitReferences } from '../../../design/references.ts';

interface Mentionable {
  readonly id: RecordId;
  readonly name: string;
  readonly handle: string | undefined;
}

export interface MentionAt {
  /** Where the `@` stands. */
  readonly from: number;
  readonly query: string;
}

/** The mention being typed at the caret; an e-mail address is none. */
export function mentionAt(text: string, caret: number): MentionAt | undefined {
  const match = /(?:^|[^\w@./-])@([\p{L}\p{N}._-]{0,40})$/u.exec(text.slice(0, caret));
  const query = match?.[1];
  return query === undefined ? undefined : { from: caret - query.length - 1, query };
}

/** The text with the mention finished and a space after it, and where the caret then stands. */
export function completeMention(
  text: string,
  caret: number,
  { from }: MentionAt,
  handle: string,
): { text: string; caret: number } {
  const rest = text.slice(caret);
  const word = `@${handle}${/^\s/.test(rest) ? '' : ' '}`;
  const end = from + word.length + (/^\s/.test(rest) ? 1 : 0);
  return { text: text.slice(0, from) + word + rest, caret: end };
}

/** Who fits what was typed: handles and names that begin with it first. */
export function matchPeople<P extends Mentionable>(people: readonly P[], query: string, limit = 6): P[] {
  const typed = fold(query);
  const rank = ({ name, handle }: P) => {
    const all = [fold(handle ?? ''), ...fold(name).split(/\s+/)];
    if (all.some((word) => word.startsWith(typed))) return 0;
    return all.some((word) => word.includes(typed)) ? 1 : 2;
  };
  return people
    .filter((person) => person.handle !== undefined && rank(person) < 2)
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, limit);
}

/** Ids of those whose handles the text mentions; code is no place for mentions. */
export function mentionedIn(text: string, people: readonly Mentionable[]): RecordId[] {
  const prose = text.replace(/```[\s\S]*?(```|$)|`[^`\n]*`/g, ' ');
  const handles = new Set(
    splitReferences(prose).flatMap((part) => (part.kind === 'mention' ? part.handle : [])),
  );
  return people.filter(({ handle }) => handle && handles.has(handle.toLowerCase())).map(({ id }) => id);
}
