import type { JsonObject, RecordState } from '@atrium/protocol';
import { z } from 'zod';
import { defineChange } from '../commands/define-command.ts';
import { refuse } from '../commands/refuse.ts';
import { changed } from '../records/drafts.ts';
import { COMMENT_LIMITS, commentType } from './comment.ts';

const input = z.strictObject({
  emoji: z.string().min(1).max(32).refine(isEmoji, 'This is not an emoji.'),
});

/** Own reactions only; two people's never conflict. */
export const reactToComment = defineChange(commentType, {
  name: 'comment.react',
  input,
  right: 'comment',
  decide: ({ emoji }, { record, member }) => {
    const reactions = reactionsOf(record);
    const people = reactions[emoji] ?? [];
    if (people.includes(member.personId)) return [];
    const full = people.length >= COMMENT_LIMITS.reactors;
    if (full || (people.length === 0 && Object.keys(reactions).length >= COMMENT_LIMITS.emojis)) {
      return refuse('LIMIT_EXCEEDED', 'This comment has all the reactions it can hold.', {
        limit: full ? COMMENT_LIMITS.reactors : COMMENT_LIMITS.emojis,
      });
    }
    return changed(record, { reactions: { ...reactions, [emoji]: [...people, member.personId] } }, 'reacted');
  },
});

export const unreactToComment = defineChange(commentType, {
  name: 'comment.unreact',
  input,
  right: 'comment',
  decide: ({ emoji }, { record, member }) => {
    const reactions: JsonObject = { ...reactionsOf(record) };
    const people = (reactionsOf(record)[emoji] ?? []).filter((person) => person !== member.personId);
    if (people.length > 0) reactions[emoji] = people;
    else delete reactions[emoji];
    const left = Object.keys(reactions).length > 0 ? reactions : undefined;
    return changed(record, { reactions: left }, 'unreacted');
  },
});

/** Emoji to the people who chose it, in the order they did. */
export function reactionsOf(comment: Pick<RecordState, 'fields'>): { [emoji: string]: string[] } {
  const reactions: { [emoji: string]: string[] } = {};
  const held = comment.fields.reactions;
  if (typeof held !== 'object' || held === null || Array.isArray(held)) return reactions;
  for (const [emoji, people] of Object.entries(held)) {
    if (Array.isArray(people)) reactions[emoji] = people.filter((person) => typeof person === 'string');
  }
  return reactions;
}

/** Digits and joiners are parts of emojis, but none by themselves. */
function isEmoji(text: string): boolean {
  return (
    /^[\p{Emoji}\p{Emoji_Component}]+$/u.test(text) &&
    /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20e3/u.test(text)
  );
}
