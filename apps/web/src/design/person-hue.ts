const HUES = 12;

/** A person's stable hue, 1 to 12, from their id: the same in every browser and on every day. */
export function personHue(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index++) {
    hash ^= id.charCodeAt(index);
    hash = Math.imul(hash, 0x01000193);
  }
  // FNV's low bits are weak for short ids that differ in the last letter.
  hash ^= hash >>> 15;
  return ((hash >>> 0) % HUES) + 1;
}

/** CSS values for a person: `color` draws (ring, cursor, initials), `wash` fills. */
export function personColors(id: string): { color: string; wash: string } {
  const hue = personHue(id);
  return { color: `var(--color-person-${hue})`, wash: `var(--color-person-${hue}-wash)` };
}

/** One or two letters for a name; works for one word, many words and other alphabets. */
export function initials(name: string): string {
  const words = name
    .trim()
    .split(/[\s._-]+/u)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const first = firstLetter(words[0]);
  const last = words.length > 1 ? firstLetter(words.at(-1)) : '';
  return (first + last).toLocaleUpperCase() || '?';
}

function firstLetter(word: string | undefined): string {
  return Array.from(word ?? '').find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '';
}
