/** A word longer than this is searched by its beginning; PostgreSQL would leave it out. */
const MAX_WORD = 200;

/**
 * The words of a text as search sees them: letters and digits, without case and accents. Documents and questions
 * both pass through here, so PostgreSQL's own idea of hyphens, paths and addresses does not matter.
 */
export function searchWords(text: string): string[] {
  const folded = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase();
  return (folded.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => cut(word));
}

function cut(word: string): string {
  if (word.length <= MAX_WORD) return word;
  return word.slice(0, MAX_WORD).replace(/[\ud800-\udbff]$/, '');
}
