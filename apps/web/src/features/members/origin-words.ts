const SOURCES: Record<string, string> = { github: 'GitHub', jira: 'Jira' };

/** Where someone was imported from: `github:login:ada` as “GitHub, ada”. */
export function originWords(importedFrom: unknown): string {
  if (typeof importedFrom !== 'string') return 'From an import';
  const [source = '', ...rest] = importedFrom.split(':');
  return [SOURCES[source] ?? source, rest.at(-1)].filter(Boolean).join(', ');
}
