/** Lines, each with its end. */
export function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/);
}

const WORDS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[^\S\n]+|\n|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}\p{M}_])+|[^\s\p{L}\p{N}\p{M}_]/gu;

/** Words, the spaces between them, and every other character alone; joined they are the text again. */
export function wordsOf(text: string): string[] {
  return text.match(WORDS) ?? [];
}

/** Something to read, not only spaces and punctuation. */
export function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}
