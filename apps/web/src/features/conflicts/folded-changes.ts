import type { TextChange } from '@atrium/model';

export type Folded = TextChange | { readonly kind: 'folded'; readonly text: string };

const NEAR = 160;

/** Long stretches that did not change, folded down to what stands beside a change. */
export function foldedChanges(changes: readonly TextChange[]): Folded[] {
  return changes.flatMap((change, index): Folded[] => {
    const { kind, text } = change;
    const [before, after] = [index > 0 ? NEAR : 0, index < changes.length - 1 ? NEAR : 0];
    if (kind !== 'same' || changes.length === 1 || text.length <= before + after + 2 * NEAR) return [change];
    const [start, end] = [endAt(text, before), startAt(text, text.length - after)];
    return [
      { kind, text: text.slice(0, start) },
      { kind: 'folded', text: text.slice(start, end) },
      { kind, text: text.slice(end) },
    ].filter((part) => part.text !== '') as Folded[];
  });
}

/** Not inside a word. */
function endAt(text: string, place: number): number {
  if (place === 0) return 0;
  const space = text.slice(place).search(/\s/);
  return space < 0 || space > 40 ? place : place + space;
}

function startAt(text: string, place: number): number {
  const space = text.slice(0, place).search(/\s\S*$/);
  return place === text.length || space < 0 || place - space > 40 ? place : space;
}
