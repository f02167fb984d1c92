import { remembered } from '../../workspace/remembered.ts';

/** What this browser knows of an import beside the server: where it goes, and whether that was made for it. */
export interface ImportNote {
  readonly projectId: string;
  readonly madeProject: boolean;
  readonly dismissed?: boolean;
}

type Notes = Record<string, ImportNote>;

const kept = remembered<Notes>('atrium.imports', (value) =>
  typeof value === 'object' && value !== null ? (value as Notes) : undefined,
);

export const importNote = (jobId: string): ImportNote | undefined => kept.get()?.[jobId];

export function noteImport(jobId: string, note: ImportNote): void {
  kept.set({ ...kept.get(), [jobId]: note });
}
