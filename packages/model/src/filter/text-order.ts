/**
 * Order by Unicode code point, as PostgreSQL's COLLATE "C" has it. JavaScript's own order differs: it puts U+E000 to
 * U+FFFF after the characters beyond them.
 */
export function compareText(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return aboveSurrogates(left) - aboveSurrogates(right);
  }
  return a.length - b.length;
}

function aboveSurrogates(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x10000 : unit;
}

/** The form in which texts are searched: without case. SQL says the same as `lower(… COLLATE "und-x-icu")`. */
export function foldText(text: string): string {
  return text.toLowerCase();
}
