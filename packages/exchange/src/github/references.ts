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

/** Line by line, so that no text, however odd, takes longer than its length deserves. */
function withoutCode(markdown: string): string {
  const kept: string[] = [];
  let fence: string | undefined;
  for (const line of markdown.split('\n')) {
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === undefined) {
      fence = mark;
      if (!mark) kept.push(line.replace(/`[^`]*`/g, ' '));
    } else if (mark?.startsWith(fence)) {
      fence = undefined;
    }
  }
  return kept.join('\n');
}
