import { type Hunk, hunksOf } from './hunks.ts';
import { hasWord, linesOf, wordsOf } from './text-tokens.ts';

/** A stretch of text as all three have it. The stretches of one side, joined, are that side's text. */
export interface TextRegion {
  readonly base: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Who changed a stretch; `conflict` when both did, and differently. */
export type RegionKind = 'same' | 'mine' | 'theirs' | 'both' | 'conflict';

export function regionKind({ base, theirs, mine }: TextRegion): RegionKind {
  if (theirs === mine) return base === mine ? 'same' : 'both';
  if (base === theirs) return 'mine';
  return base === mine ? 'theirs' : 'conflict';
}

/** Three versions of a text, stretch by stretch: by lines first, and by words where both changed the same lines. */
export function mergeText(base: string, theirs: string, mine: string): TextRegion[] {
  const whole = { base, theirs, mine };
  if (regionKind(whole) !== 'conflict') return whole.base + theirs + mine === '' ? [] : [whole];
  const regions = align(whole, linesOf).flatMap((region) =>
    regionKind(region) === 'conflict' ? byWords(region) : [region],
  );
  return joined(regions);
}

/** The merged text; undefined while a stretch is in conflict. */
export function mergedText(regions: readonly TextRegion[]): string | undefined {
  return regions.some((region) => regionKind(region) === 'conflict') ? undefined : pickText(regions, []);
}

export type Pick = 'mine' | 'theirs' | 'both';

/** The text with a pick for each stretch in conflict, in order; mine where nothing is picked. */
export function pickText(regions: readonly TextRegion[], picks: readonly (Pick | undefined)[]): string {
  let conflicts = 0;
  return regions
    .map((region) => {
      const kind = regionKind(region);
      if (kind === 'theirs') return region.theirs;
      const pick = kind === 'conflict' ? picks[conflicts++] : 'mine';
      if (pick === 'theirs') return region.theirs;
      return pick === 'both' ? bothOf(region) : region.mine;
    })
    .join('');
}

/** Theirs, then mine, never grown together into one word. */
function bothOf({ theirs, mine }: TextRegion): string {
  const apart = theirs === '' || mine === '' || /\s$/.test(theirs) || /^\s/.test(mine);
  return apart ? theirs + mine : `${theirs} ${mine}`;
}

function byWords(region: TextRegion): TextRegion[] {
  const words = absorbed(align(region, wordsOf));
  const size = ({ theirs, mine }: TextRegion) => theirs.length + mine.length;
  const open = words
    .filter((word) => regionKind(word) === 'conflict')
    .reduce((sum, word) => sum + size(word), 0);
  // Where most was written anew, what happens to agree in between means nothing.
  return open * 2 > size(region) ? [region] : words;
}

/** Spaces and punctuation between two conflicts belong to them. */
function absorbed(regions: readonly TextRegion[]): TextRegion[] {
  const result: TextRegion[] = [];
  for (const [index, region] of regions.entries()) {
    const last = result.at(-1);
    const next = regions[index + 1];
    const afterConflict = last !== undefined && regionKind(last) === 'conflict';
    const kind = regionKind(region);
    const isGap = kind === 'same' && !hasWord(region.base) && !region.base.includes('\n');
    const joins = kind === 'conflict' || (isGap && next !== undefined && regionKind(next) === 'conflict');
    if (afterConflict && joins) result[result.length - 1] = concat(last, region);
    else result.push(region);
  }
  return result;
}

/** Neighbours that tell the same are one. */
function joined(regions: readonly TextRegion[]): TextRegion[] {
  const result: TextRegion[] = [];
  for (const region of regions) {
    const last = result.at(-1);
    const kind = regionKind(region);
    // Two conflicts side by side stay two: one may be mine and the other theirs.
    if (last && kind !== 'conflict' && regionKind(last) === kind) {
      result[result.length - 1] = concat(last, region);
    } else result.push(region);
  }
  return result;
}

function concat(a: TextRegion, b: TextRegion): TextRegion {
  return { base: a.base + b.base, theirs: a.theirs + b.theirs, mine: a.mine + b.mine };
}

type Side = 'theirs' | 'mine';

function align(region: TextRegion, tokensOf: (text: string) => string[]): TextRegion[] {
  const base = tokensOf(region.base);
  const sides = { theirs: tokensOf(region.theirs), mine: tokensOf(region.mine) };
  const hunks = { theirs: hunksOf(base, sides.theirs), mine: hunksOf(base, sides.mine) };
  if (!hunks.theirs || !hunks.mine) return [region];
  const queue = [...tagged(hunks.theirs, 'theirs'), ...tagged(hunks.mine, 'mine')];
  queue.sort((a, b) => a.from - b.from || a.to - b.to);

  const regions: TextRegion[] = [];
  // How far each has been read.
  const at = { base: 0, theirs: 0, mine: 0 };
  const text = (list: readonly string[], from: number, to: number) => list.slice(from, to).join('');
  const take = (to: { base: number; theirs: number; mine: number }) => {
    const piece = {
      base: text(base, at.base, to.base),
      theirs: text(sides.theirs, at.theirs, to.theirs),
      mine: text(sides.mine, at.mine, to.mine),
    };
    if (piece.base + piece.theirs + piece.mine !== '') regions.push(piece);
    Object.assign(at, to);
  };
  /** To a place in the base up to which both agree with it. */
  const skipTo = (place: number) => {
    const by = place - at.base;
    take({ base: place, theirs: at.theirs + by, mine: at.mine + by });
  };
  for (let index = 0; index < queue.length; ) {
    const first = queue[index];
    if (!first) break;
    skipTo(first.from);
    let end = first.to;
    const grown = { theirs: 0, mine: 0 };
    // Changes that touch are one stretch: nobody can say which of them comes first.
    for (
      let next: (Hunk & { side: Side }) | undefined = first;
      next && next.from <= end;
      next = queue[index]
    ) {
      end = Math.max(end, next.to);
      grown[next.side] += next.end - next.start - (next.to - next.from);
      index += 1;
    }
    const by = end - at.base;
    take({ base: end, theirs: at.theirs + by + grown.theirs, mine: at.mine + by + grown.mine });
  }
  skipTo(base.length);
  return regions;
}

function tagged(hunks: readonly Hunk[], side: Side): (Hunk & { side: Side })[] {
  return hunks.map((hunk) => ({ ...hunk, side }));
}
