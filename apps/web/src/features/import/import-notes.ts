import { remembered } from '../../workspace/remembered.ts';

/** What this browser knows of an import beside the server. */
export interface ImportNote {
  /** The project was made for it. */
  readonly madeProject?: boolean;
  readonly dismissed?: boolean;
  /** Work items and comments that the try-out found. */
  readonly expected?: number;
}

type Notes = Record<string, ImportNote>;

const kept = remembered<Notes>('atrium.imports', (value) =>
  typeof value === 'object' && value !== null ? (value as Notes) : undefined,
);

export const importNote = (jobId: string): ImportNote | undefined => kept.get()?.[jobId];

export function noteImport(jobId: string, note: ImportNote): void {
  kept.set({ ...kept.get(), [jobId]: note });
}
