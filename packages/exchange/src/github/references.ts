/**
 * Numbers of issues and pull requests that a Markdown text mentions: `#12`, `owner/repo#12` and links to
 * them, of this repository only. Code is not text and is passed over.
 * @param repo `owner/name`
 */
export function findReferences(markdown: string, repo: string): number[] {
  const text = withoutCode(markdown);
  const found = new Set<number>();
  for (const match of text.matchAll(/(?<![\w/&#])#(\d{1,9})\b/g)) found.add(Number(match[1]));
  const owned = repo.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const elsewhere = new RegExp(`(?<![\\w/])${owned}(?:#|/(?:issues|pull)/)(\\d{1,9})\\b`, 'gi');
  for (const match of text.matchAll(elsewhere)) found.add(Number(match[1]));
  const linked = new RegExp(`github\\.com/${owned}/(?:issues|pull)/(\\d{1,9})\\b`, 'gi');
  for (const match of text.matchAll(linked)) found.add(Number(match[1]));
  return [...found].filter((number) => number > 0);
}

function withoutCode(markdown: string): string {
  return markdown
    .replace(/^(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^\1[^\n]*$|(?![\s\S]))/gm, ' ')
    .replace(/`[^`\n]*`/g, ' ');
}
