import { diffArrays } from 'diff';

/** Tokens `from` to `to` of the one became tokens `start` to `end` of the other. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

/** Texts further apart than this are not worth comparing piece by piece. */
const MOST_EDITS = 1_500;

/** Where two lists of tokens differ, in order; undefined when they have too little in common. */
export function hunksOf(before: readonly string[], after: readonly string[]): Hunk[] | undefined {
  const changes = diffArrays([...before], [...after], { maxEditLength: MOST_EDITS });
  if (!changes) return undefined;
  const hunks: Hunk[] = [];
  let [from, start] = [0, 0];
  let open: { from: number; start: number } | undefined;
  const close = () => {
    if (open) hunks.push({ from: open.from, to: from, start: open.start, end: start });
    open = undefined;
  };
  for (const { added, removed, count } of changes) {
    if (!added && !removed) {
      close();
      from += count;
      start += count;
      continue;
    }
    open ??= { from, start };
    if (removed) from += count;
    else start += count;
  }
  close();
  return hunks;
}
