/** Whose history is shown; a workspace by its own id. */
export interface HistorySubject {
  readonly kind: 'record' | 'project' | 'workspace';
  readonly id: string;
}

/** Where its timeline is in the API, for links to exports. */
export function timelinePath({ kind, id }: HistorySubject): string {
  if (kind === 'workspace') return '/timeline';
  return `/${kind}s/${id}/timeline`;
}
