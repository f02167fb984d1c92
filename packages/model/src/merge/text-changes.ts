import { hunksOf } from './hunks.ts';
import { linesOf, wordsOf } from './text-tokens.ts';

/** A stretch that both texts have, or that came, or that went. */
export interface TextChange {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** What differs between two texts, by words inside changed lines, for people to see. */
export function textChanges(before: string, after: string): TextChange[] {
  return compare(before, after, linesOf, (removed, added) =>
    compare(removed, added, wordsOf, (went, came) => [
      { kind: 'removed', text: went },
      { kind: 'added', text: came },
    ]),
  );
}

function compare(
  before: string,
  after: string,
  tokensOf: (text: string) => string[],
  inside: (removed: string, added: string) => TextChange[],
): TextChange[] {
  if (before === after) return before === '' ? [] : [{ kind: 'same', text: before }];
  const [was, is] = [tokensOf(before), tokensOf(after)];
  const hunks = hunksOf(was, is);
  if (!hunks) return kept([...(before === '' ? [] : [gone(before)]), { kind: 'added', text: after }]);
  const changes: TextChange[] = [];
  let at = 0;
  for (const { from, to, start, end } of hunks) {
    changes.push({ kind: 'same', text: was.slice(at, from).join('') });
    const [removed, added] = [was.slice(from, to).join(''), is.slice(start, end).join('')];
    if (removed !== '' && added !== '') changes.push(...inside(removed, added));
    else changes.push(gone(removed), { kind: 'added', text: added });
    at = to;
  }
  changes.push({ kind: 'same', text: was.slice(at).join('') });
  return kept(changes);
}

function gone(text: string): TextChange {
  return { kind: 'removed', text };
}

function kept(changes: readonly TextChange[]): TextChange[] {
  return changes.filter(({ text }) => text !== '');
}
