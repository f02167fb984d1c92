import type { RecordState } from '@atrium/protocol';

/**
 * The stream of `GET /api/v1/bootstrap`: one JSON text per line, first the records, then exactly one end.
 * A stream without an end broke off and must not be used.
 */
export type BootstrapLine = RecordState | BootstrapEnd;

export interface BootstrapEnd {
  /** Every record of the stream is as of this position. */
  readonly position: number;
  readonly count: number;
  /** `digestOf` the records. */
  readonly digest: string;
}

export function isBootstrapEnd(line: BootstrapLine): line is BootstrapEnd {
  return 'digest' in line && 'count' in line;
}
