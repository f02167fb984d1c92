import { hunksOf } from './hunks.ts';
import { hasWord, linesOf, wordsOf } from './text-tokens.ts';

/** A stretch that both texts have, or that came, or that went. */
export interface TextChange {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** What differs between two texts, by words inside changed lines, for people to see. */
export function textChanges(before: string, after: string): TextChange[] {
  return compare(before, after, linesOf, (removed, added) =>
    readable(
      compare(removed, added, wordsOf, (went, came) => [gone(went), { kind: 'added', text: came }]),
      { removed, added },
    ),
  );
}

/** Words that stand next to each other are one change; where little stayed, all is one. */
function readable(
  changes: readonly TextChange[],
  { removed, added }: { readonly removed: string; readonly added: string },
): TextChange[] {
  const result: TextChange[] = [];
  let run = { removed: '', added: '' };
  const close = () => {
    result.push(gone(run.removed), { kind: 'added', text: run.added });
    run = { removed: '', added: '' };
  };
  let stayed = 0;
  for (const [index, { kind, text }] of changes.entries()) {
    if (kind !== 'same') run[kind] += text;
    else if (index > 0 && index < changes.length - 1 && !hasWord(text) && !text.includes('\n')) {
      run.removed += text;
      run.added += text;
    } else {
      close();
      result.push({ kind, text });
      stayed += text.length;
    }
  }
  close();
  if (stayed * 3 < Math.min(removed.length, added.length))
    return [gone(removed), { kind: 'added', text: added }];
  return kept(result);
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
