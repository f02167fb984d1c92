export type ImportedKind = 'projects' | 'items' | 'comments' | 'people' | 'labels' | 'links';

export interface Counts {
  created: number;
  unchanged: number;
}

export interface RefusedPart {
  /** What could not be brought in, for people: `issue #12, comment of 2021-10-15`. */
  readonly what: string;
  readonly code: string;
  readonly message: string;
}

/** What an import did, or in a dry run would do. */
export interface ImportReport extends Record<ImportedKind, Counts> {
  readonly source: string;
  readonly dryRun: boolean;
  refused: RefusedPart[];
}

// A hopeless file must not grow the report without bound; the count still tells the truth.
export const MAX_REFUSED_SHOWN = 1000;

export function emptyReport(source: string, dryRun: boolean): ImportReport {
  const none = () => ({ created: 0, unchanged: 0 });
  return {
    source,
    dryRun,
    projects: none(),
    items: none(),
    comments: none(),
    people: none(),
    labels: none(),
    links: none(),
    refused: [],
  };
}
